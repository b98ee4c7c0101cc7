// Small pieces to build a page of: no text of an answer ever becomes markup.

const svg = 'http://www.w3.org/2000/svg';

export function h(name, props, ...children) {
  return fill(document.createElement(name), props, children);
}

export function s(name, props, ...children) {
  return fill(document.createElementNS(svg, name), props, children);
}

function fill(element, props, children) {
  for (const [name, value] of Object.entries(props ?? {})) {
    if (name.startsWith('on')) element.addEventListener(name.slice(2), value);
    else if (name === 'value' || name === 'checked') element[name] = value;
    else if (value === true) element.setAttribute(name, '');
    else if (value !== false && value != null) element.setAttribute(name, value);
  }
  element.append(...children.flat(Infinity).filter(child => child != null && child !== false));
  return element;
}

// Puts a node for each item into the parent. What has not changed stays as it is, so that focus and selection do too.
export function sync(parent, items, key, build) {
  const known = new Map([...parent.children].map(node => [node.dataset.key, node]));
  const nodes = items.map(item => {
    const id = key(item);
    const state = JSON.stringify(item);
    const old = known.get(id);
    if (old?.dataset.state === state) return old;
    const node = build(item);
    node.dataset.key = id;
    node.dataset.state = state;
    if (old?.contains(document.activeElement)) {
      const at = focusable(old).indexOf(document.activeElement);
      queueMicrotask(() => focusable(node)[at]?.focus());
    }
    return node;
  });
  for (const [i, node] of nodes.entries()) {
    if (parent.children[i] !== node) parent.insertBefore(node, parent.children[i] ?? null);
  }
  while (parent.children.length > nodes.length) parent.lastElementChild.remove();
}

const focusable = node => [...node.querySelectorAll('a[href], button, input, select, textarea, summary')];

export function announce(text) {
  document.getElementById('live').textContent = text;
}

const clock = new Intl.DateTimeFormat(undefined, { hour: '2-digit', minute: '2-digit', second: '2-digit', hour12: false });
const full = new Intl.DateTimeFormat(undefined, { dateStyle: 'medium', timeStyle: 'medium', hour12: false });

export function time(at) {
  const date = new Date(at);
  const isToday = date.toDateString() === new Date().toDateString();
  return h('time', { datetime: at, title: full.format(date) }, isToday ? clock.format(date) : full.format(date));
}

// A time ahead, counted down.
export function countdown(at) {
  return h('time', { datetime: at, 'data-due': at }, left(at));
}

setInterval(() => {
  for (const node of document.querySelectorAll('[data-due]')) node.textContent = left(node.dataset.due);
}, 1000);

function left(at) {
  const seconds = Math.round((new Date(at) - Date.now()) / 1000);
  return seconds <= 0 ? 'now' : 'in ' + duration(seconds * 1000);
}

export function duration(ms) {
  if (ms < 1000) return `${ms} ms`;
  if (ms < 60_000) return `${(ms / 1000).toFixed(ms < 10_000 ? 1 : 0).replace('.0', '')} s`;
  const minutes = Math.round(ms / 60_000);
  if (minutes < 120) return `${minutes} min`;
  return minutes < 48 * 60 ? `${Math.round(minutes / 60)} h` : `${Math.round(minutes / 1440)} days`;
}

export const plural = (count, one, many = one + 's') => `${count.toLocaleString()} ${count === 1 ? one : many}`;

const marks = {
  delivered: ['ok', '✓'], accepted: ['wait', '◷'], calling: ['wait', '↗'], superseded: ['calm', '⇥'], ignored: ['calm', '∅'],
  rejected: ['bad', '✕'], expired: ['bad', '⌛'], cancelled: ['calm', '⦸'], discarded: ['calm', '⌫'], invalid: ['bad', '!'], held: ['warn', '‖'],
};

// What a status is, in words and with a mark, so that nothing hangs on its colour.
export function chip(status, text = status === 'accepted' ? 'waiting' : status) {
  const [look, mark] = marks[status] ?? ['calm', '·'];
  return h('span', { class: `chip ${look}` }, h('span', { 'aria-hidden': 'true' }, mark + '\u00a0'), text);
}

export const link = (...parts) => '#/' + parts.map(encodeURIComponent).join('/');

export function pretty(text) {
  try {
    return JSON.stringify(JSON.parse(text), null, 2);
  } catch {
    return text;
  }
}
