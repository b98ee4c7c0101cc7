// A question that has to be answered first. The browser keeps the focus in it, and gives it back afterwards.

import { h } from './dom.js';

export function ask(title, content, input, verb) {
  return new Promise(resolve => {
    const text = !input ? null : input.rows
      ? h('textarea', { id: 'answer', name: input.name, rows: input.rows, spellcheck: 'false', required: input.required, value: input.value })
      : h('input', { id: 'answer', name: input.name, required: input.required, maxlength: input.maxlength, autocomplete: 'off' });
    const dialog = h('dialog', { 'aria-labelledby': 'question' },
      h('form', { method: 'dialog', onsubmit: () => { dialog.returnValue = 'yes'; } },
        h('h2', { id: 'question' }, title), content,
        text ? h('label', { for: 'answer' }, h('span', {}, input.label)) : null, text,
        h('div', { class: 'actions' }, h('button', { type: 'submit', class: 'primary', value: 'yes' }, verb),
          h('button', { type: 'button', onclick: () => dialog.close('') }, 'Cancel'))));
    const before = document.activeElement;
    dialog.addEventListener('close', () => {
      resolve(dialog.returnValue === 'yes' ? text?.value ?? true : null);
      dialog.remove();
      before?.focus();
    });
    document.body.append(dialog);
    dialog.showModal();
  });
}
