// The page: asks for a key, and shows what the address says.

import { close, get, open, Problem, problemBox, tenantPath, who } from './api.js';
import { h, link } from './dom.js';
import { lettersView } from './letters.js';
import { overview, tenants, tenantView } from './overview.js';
import { offer } from './sandbox.js';
import { mailboxView, storyView } from './story.js';
import { tryView } from './tryit.js';

const main = document.getElementById('main');
const nav = document.getElementById('nav');
let leaving = new AbortController();
let setup = { demos: [] };
let ids = [];

// An address is #/t/{tenant}, and what of it.
const views = { u: ['Update', storyView], c: ['Contact', mailboxView], dead: ['Dead letters', lettersView], try: ['Try it', tryView] };

function find() {
  const parts = address();
  if (parts[0] === 'try') return ['Try it', tryView, [ids[0], 'try']];
  if (parts[0] !== 't' || !parts[1]) return ids.length === 1 ? [ids[0], tenantView, [ids[0]]] : ['All tenants', overview, []];
  const [title, view] = views[parts[2]] ?? [parts[1], tenantView];
  return [title, view, parts.slice(1)];
}

function address() {
  try {
    return location.hash.slice(2).split('/').map(decodeURIComponent);
  } catch {
    // Typed by hand: there is no such place.
    return [];
  }
}

async function show(isFirst) {
  leaving.abort();
  leaving = new AbortController();
  const { signal } = leaving;
  main.replaceChildren();
  if (!who()) {
    connect();
    return;
  }
  const [title, view, params] = find();
  document.title = `${title} · ContactRelay`;
  showNav(params[0], view);
  await view(main, params, signal);
  const head = main.querySelector('h1');
  if (head) head.tabIndex = -1;
  if (!isFirst && !signal.aborted) head?.focus({ preventScroll: true });
  if (!isFirst) scrollTo(0, 0);
}

function showNav(tenant, view) {
  const item = (text, href, isCurrent) => h('a', { href, 'aria-current': isCurrent ? 'page' : null }, text);
  // Choosing goes nowhere by itself: with the keyboard each letter chooses.
  const choice = h('select', { 'aria-label': 'Tenant' }, h('option', { value: '' }, 'All tenants'), ids.map(id => h('option', { value: id }, id)));
  choice.value = tenant ?? '';
  const go = event => {
    event.preventDefault();
    location.hash = choice.value ? link('t', choice.value) : '#/';
  };
  choice.addEventListener('keydown', event => { if (event.key === 'Enter') go(event); });
  const choose = h('form', { class: 'choose', 'aria-label': 'Choose a tenant', onsubmit: go }, choice, h('button', { type: 'submit' }, 'Go'));
  const search = h('input', { type: 'search', placeholder: 'Contact…', 'aria-label': 'Find a contact', autocomplete: 'off' });
  nav.replaceChildren(...[
    ids.length > 1 ? choose : null,
    tenant ? h('span', { class: 'links' }, item('Activity', link('t', tenant), view === tenantView), item('Dead letters', link('t', tenant, 'dead'), view === lettersView), item('Try it', link('t', tenant, 'try'), view === tryView)) : null,
    tenant ? h('form', { role: 'search', onsubmit: event => { event.preventDefault(); if (search.value) location.hash = link('t', tenant, 'c', search.value.trim()); } }, search) : null,
    h('button', { type: 'button', class: 'quiet', onclick: forget }, 'Forget the key'),
  ].filter(Boolean));
}

function forget() {
  close();
  nav.replaceChildren();
  location.hash = '#/';
  show();
}

// The first thing that a visitor sees.
function connect() {
  document.title = 'ContactRelay console';
  const [demo] = setup.demos;
  const errors = h('div');
  const isAdmin = h('select', { name: 'kind' }, [['', 'a caller’s key of a tenant'], ['admin', 'the admin key']].map(([value, text]) => h('option', { value }, text)));
  const tenant = h('input', { name: 'tenant', required: true, autocomplete: 'off', spellcheck: 'false', value: demo?.tenant ?? '' });
  const key = h('input', { name: 'key', type: 'password', required: true, autocomplete: 'off', value: demo?.key ?? '' });
  const tenantLabel = h('label', {}, h('span', {}, 'Tenant'), tenant);
  isAdmin.addEventListener('change', () => {
    tenantLabel.hidden = tenant.disabled = !!isAdmin.value;
    if (setup.demos.length) key.value = (isAdmin.value ? setup.adminKey : demo.key) ?? '';
  });
  const enter = async (id, value, admin, hash) => {
    open(id, value, admin);
    try {
      await (admin ? get('/tenants') : get(tenantPath(id, 'activity/summary?minutes=1')));
      ids = await tenants();
    } catch (problem) {
      close();
      if (!(problem instanceof Problem)) throw problem;
      errors.replaceChildren(problemBox(problem, problem.status === 403 ? 'The key is limited to sending. Looking takes a caller’s key without “access” or “hook”.' : null));
      return;
    }
    if (hash && location.hash !== hash) location.hash = hash;
    else show();
  };
  const demos = setup.demos.length ? h('section', { class: 'panel welcome', 'aria-labelledby': 'here' },
    h('h2', { id: 'here' }, 'On this machine'),
    h('p', {}, 'There are five demo tenants, and a sandbox that plays their providers. Send an update, watch it arrive, and see what happens when things go wrong.'),
    h('div', { class: 'actions' },
      h('button', { type: 'button', class: 'primary', onclick: () => enter(demo.tenant, demo.key, false, link('t', demo.tenant, 'try')) }, 'Send a first update'),
      setup.adminKey ? h('button', { type: 'button', onclick: () => enter(null, setup.adminKey, true) }, 'Look at all demo tenants') : null)) : null;
  main.append(h('h1', {}, 'What became of every update'), h('p', { class: 'lead' }, 'Watch updates reach the providers, find out why one did not, and put it right.'),
    h('div', { class: 'stack narrow' }, demos ?? '', h('form', { class: 'panel form', 'aria-labelledby': 'with', onsubmit: event => { event.preventDefault(); enter(tenant.value.trim(), key.value, !!isAdmin.value); } },
      h('h2', { id: 'with' }, 'With a key'), h('label', {}, h('span', {}, 'It is'), isAdmin), tenantLabel, h('label', {}, h('span', {}, 'Key'), key),
      h('p', { class: 'muted small' }, 'The key stays in this page’s memory: closing or reloading the page forgets it.'),
      h('div', { class: 'actions' }, h('button', { type: 'submit' }, 'Open')), errors)));
}

document.getElementById('skip').addEventListener('click', event => {
  event.preventDefault();
  main.focus();
});
addEventListener('hashchange', () => show());
try {
  setup = await get('/console/setup');
  offer(setup.demos);
  await show(true);
} catch (problem) {
  if (!(problem instanceof Problem)) throw problem;
  main.append(problemBox(problem));
}
