// On a developer's machine alone: what the sandbox has of a contact, and faults to throw at its next calls.

import { call, guarded } from './api.js';
import { h, plural, sync } from './dom.js';
import { poll } from './poll.js';

let demos = [];

export const offer = list => { demos = list; };
export const demoOf = tenant => demos.find(demo => demo.tenant === tenant);

const at = (part, demo) => `/console/sandbox/${part}/${demo.provider}`;

export function sandboxContact(tenant, contact, signal) {
  const demo = demoOf(tenant);
  if (!demo) return null;
  const errors = h('div');
  const box = h('div');
  poll(() => guarded(errors, async () => {
    const found = (await call('GET', at('_contacts', demo))).find(one => one.id === contact);
    if (signal.aborted) return null;
    sync(box, [found ?? {}], () => 'contact', one => one.id === undefined
      ? h('p', { class: 'muted' }, 'The provider has not seen this contact.')
      : h('div', {}, h('p', {}, `${plural(one.updates, 'call')} applied`, one.archived ? ', archived' : ''), h('pre', { tabindex: '0', 'aria-label': 'The contact at the provider' }, JSON.stringify(one.values, null, 2))));
    return { seen: found };
  }), 1000, signal);
  return h('section', { class: 'panel', 'aria-label': 'At the provider' }, h('h2', {}, 'At the provider'),
    h('p', { class: 'muted small' }, `What the sandbox, which plays ${demo.provider}, has of the contact.`), errors, box);
}

const faults = [
  ['500', 'Fails', { status: 500, count: 2 }, 'The next 2 calls are answered 500: each is tried again, 5 and 30 seconds later.'],
  ['429', 'Asks to wait', { status: 429, retryAfter: '15', count: 1 }, 'The next call is answered 429: all of the tenant’s calls rest for 15 seconds, and are then merged.'],
  ['400', 'Refuses', { status: 400, count: 1 }, 'The next call is refused for good: the update becomes a dead letter.'],
  ['401', 'Key refused', { status: 401, count: 2 }, 'The key is refused twice, and the tenant is held for a minute.'],
  ['slow', 'Slow', { delayMs: 5000, count: 1 }, 'The next answer takes 5 seconds.'],
  ['reset', 'Breaks off', { reset: true, count: 1 }, 'The next connection breaks off without an answer: the contact rests for 30 seconds.'],
];

export function faultButtons(tenant, signal) {
  const demo = demoOf(tenant);
  if (!demo) return null;
  const errors = h('div');
  const said = h('p', { class: 'small', role: 'status' }, 'Throw a fault, then send an update, and watch what happens to it.');
  const left = h('span', { class: 'muted small' });
  const put = async (fault, words) => {
    await guarded(errors, async () => {
      await (fault ? call('PUT', at('_faults', demo), { body: fault }) : call('DELETE', at('_faults', demo)));
      said.textContent = words;
    });
  };
  const count = async () => {
    const remaining = (await call('GET', at('_faults', demo))).reduce((sum, fault) => sum + fault.count, 0);
    left.textContent = remaining ? `${plural(remaining, 'faulty call')} to come` : 'no faults to come';
    return { seen: remaining };
  };
  poll(() => guarded(errors, count), 2000, signal);
  return h('section', { class: 'panel faults', 'aria-labelledby': 'faults' }, h('h2', { id: 'faults' }, 'What the provider does next'),
    h('div', { class: 'actions' },
      faults.map(([code, word, fault, words]) => h('button', { type: 'button', title: words, onclick: () => put(fault, words) }, h('code', {}, code), ` ${word}`)),
      h('button', { type: 'button', class: 'quiet', onclick: () => put(null, 'The provider behaves.') }, 'No faults'), left),
    said, errors);
}
