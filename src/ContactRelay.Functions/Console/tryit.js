// Try it: send an update or a webhook's body, dry or for real, and watch what becomes of it.

import { call, contactPath, get, Problem, problemBox, tenantPath } from './api.js';
import { h, link, pretty } from './dom.js';
import { demoOf, faultButtons, sandboxContact } from './sandbox.js';
import { story } from './story.js';

export async function tryView(view, [tenant, , contact, old], signal) {
  const demo = demoOf(tenant);
  const result = h('div', { class: 'stack' });
  const errors = h('div');
  let watching = null;
  const to = h('input', { name: 'contact', required: true, autocomplete: 'off', value: contact ?? demo?.contactId ?? '' });
  const changes = h('textarea', { name: 'changes', rows: 9, spellcheck: 'false', required: true, value: JSON.stringify(demo?.changes ?? { firstName: 'Ada' }, null, 2) });
  const replaces = old ? h('label', { class: 'check' }, h('input', { type: 'checkbox', name: 'discard', checked: true }), ' Discard the dead letter that it replaces') : null;
  const update = h('form', { class: 'panel form', 'aria-labelledby': 'send', onsubmit: send },
    h('h2', { id: 'send' }, old ? 'A corrected update' : 'An update'),
    h('label', {}, h('span', {}, 'Contact'), to),
    h('label', {}, h('span', {}, 'Changes, as a JSON merge patch'), changes),
    replaces,
    h('p', { class: 'muted small' }, 'What is absent is left alone, null clears. A dry run sends and stores nothing.'),
    h('div', { class: 'actions' }, h('button', { type: 'submit', class: 'primary' }, 'Send'), h('button', { type: 'button', onclick: () => dryRun() }, 'Dry run')),
    errors);
  view.append(h('h1', {}, 'Try it'), faultButtons(tenant, signal) ?? '',
    h('div', { class: 'split' }, h('div', { class: 'stack' }, update, old ? null : webhook(tenant)), result));
  if (old) await fillIn();

  // The values of the dead letter, to be put right.
  async function fillIn() {
    await attempt(errors, async () => {
      const dead = await get(contactPath(tenant, contact, 'updates', old) + '?values=true');
      if (dead.values) changes.value = JSON.stringify(patchOf(dead.values), null, 2);
      errors.replaceChildren(h('div', { class: 'notice warn' }, h('strong', {}, 'What was wrong: '), dead.reason ?? dead.status,
        dead.values ? null : h('p', {}, 'Its values are gone: write them again.')));
    });
  }

  const patch = query => call('PATCH', contactPath(tenant, to.value) + query, { body: changes.value, type: 'application/merge-patch+json' });

  async function dryRun() {
    if (!update.reportValidity()) return;
    const preview = await attempt(errors, () => patch('?dryRun=true'));
    if (preview) show(requestPanel(preview));
  }

  async function send(event) {
    event.preventDefault();
    const sent = await attempt(errors, () => patch(''));
    if (!sent) return;
    watching?.abort();
    watching = new AbortController();
    signal.addEventListener('abort', () => watching.abort());
    show(h('h2', {}, 'It is stored'),
      h('p', {}, 'Answered 202. ', h('a', { href: link('t', tenant, 'u', to.value, sent.updateId) }, 'Its own page')),
      story(tenant, to.value, sent.updateId, watching.signal), sandboxContact(tenant, to.value, watching.signal) ?? '');
    if (replaces?.querySelector('input').checked) {
      await attempt(errors, () => call('POST', tenantPath(tenant, 'deadletters/discard'), { body: { ids: [old], reason: `Corrected by ${sent.updateId}.` } }));
    }
  }

  function show(...nodes) {
    result.replaceChildren(...nodes);
    const head = result.querySelector('h2');
    head.tabIndex = -1;
    head.focus({ preventScroll: true });
    result.scrollIntoView({ block: 'nearest' });
  }

  function webhook(tenant) {
    const box = h('div');
    const hook = h('input', { name: 'hook', required: true, autocomplete: 'off' });
    const body = h('textarea', { name: 'body', rows: 6, spellcheck: 'false', required: true, value: '{"id":"lead-1","contact":"4711","name":"Dorothy"}' });
    const type = h('select', { name: 'type' }, ['application/json', 'application/x-www-form-urlencoded'].map(value => h('option', { value }, value)));
    const run = async event => {
      event.preventDefault();
      const answer = await attempt(box, async () => {
        try {
          return await call('POST', tenantPath(tenant, 'hooks', encodeURIComponent(hook.value)) + '?dryRun=true', { body: body.value, type: type.value });
        } catch (problem) {
          if (!problem.body?.updates) throw problem;
          return problem.body;
        }
      });
      if (answer) show(h('h2', {}, 'What the hook makes of it'), h('pre', { tabindex: '0' }, JSON.stringify(answer, null, 2)));
    };
    return h('details', { class: 'panel' }, h('summary', {}, 'A webhook’s body'), h('form', { class: 'form', 'aria-label': 'A webhook’s body', onsubmit: run },
      h('label', {}, h('span', {}, 'Hook, by its name in the tenant’s document'), hook), h('label', {}, h('span', {}, 'Type'), type), h('label', {}, h('span', {}, 'Body'), body),
      h('p', { class: 'muted small' }, 'Dry, and without a signature: it shows what the hook’s mapping makes of the body.'),
      h('div', { class: 'actions' }, h('button', { type: 'submit' }, 'Dry run')), box));
  }
}

function requestPanel(preview) {
  return h('section', { class: 'panel', 'aria-label': 'Dry run' }, h('h2', {}, 'What would be sent'),
    h('p', { class: 'request' }, h('strong', {}, preview.method), ' ', h('code', {}, preview.url)),
    h('pre', { tabindex: '0', 'aria-label': 'The request' }, Object.entries(preview.headers).map(([name, value]) => `${name}: ${value}\n`), '\n', pretty(preview.body)),
    preview.leftOut?.length ? h('p', {}, 'Left out, since the provider has no place for it: ', preview.leftOut.join(', ')) : null,
    preview.rules?.length ? h('ul', {}, preview.rules.map(rule => h('li', {}, rule))) : null, h('p', { class: 'muted small' }, preview.note));
}

// The patch that has these values at these pointers.
function patchOf(values) {
  const patch = {};
  for (const [pointer, value] of Object.entries(values)) {
    const path = pointer.slice(1).split('/').map(part => part.replaceAll('~1', '/').replaceAll('~0', '~'));
    const last = path.pop();
    path.reduce((parent, part) => parent[part] ??= {}, patch)[last] = value;
  }
  return patch;
}

async function attempt(box, run) {
  try {
    box.replaceChildren();
    return await run();
  } catch (problem) {
    if (!(problem instanceof Problem)) throw problem;
    box.replaceChildren(problemBox(problem));
    return null;
  }
}
