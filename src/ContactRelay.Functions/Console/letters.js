// Dead letters: find them, see what would be sent, send them again or give them up, few or many.

import { call, get, guarded, Problem, problemBox, tenantPath } from './api.js';
import { announce, chip, h, link, plural, pretty, sync, time } from './dom.js';
import { ask } from './dialog.js';

const pageSize = 50;
const atOnce = 25;

export async function lettersView(view, [tenant]) {
  const errors = h('div');
  const outcome = h('div');
  const body = h('tbody');
  const all = h('input', { type: 'checkbox', 'aria-label': 'Choose all that are shown', onchange: () => choose(all.checked) });
  const table = h('table', { class: 'list choosing' }, h('thead', {}, h('tr', {}, h('th', { scope: 'col' }, all),
    ['Kind', 'Contact', 'Why', 'Since', 'Fields', 'More'].map(name => h('th', { scope: 'col' }, name)))), body);
  const empty = h('p', { class: 'empty' });
  const more = h('button', { type: 'button', class: 'quiet', onclick: () => load(true) }, 'Show more');
  const chosen = new Set();
  let letters = [];
  let next = null;

  const filter = h('form', { class: 'filter', 'aria-label': 'Which dead letters', onsubmit: event => { event.preventDefault(); chosen.clear(); load(false); } },
    field('Kind', h('select', { name: 'kind' }, [['', 'any'], ['rejected', 'rejected'], ['expired', 'expired'], ['invalid', 'never an update']].map(([value, text]) => h('option', { value }, text)))),
    field('Why has', h('input', { name: 'reason', autocomplete: 'off' })),
    field('Contact', h('input', { name: 'contactId', autocomplete: 'off' })),
    field('From', h('input', { name: 'since', type: 'datetime-local' })),
    field('Before', h('input', { name: 'until', type: 'datetime-local' })),
    h('button', { type: 'submit' }, 'Filter'));

  const some = h('div', { class: 'actions', role: 'group', 'aria-label': 'Those that are chosen' });
  const buttons = [
    h('button', { type: 'button', onclick: () => preview() }, 'Preview'),
    h('button', { type: 'button', class: 'primary', onclick: () => decide('redrive', [...chosen]) }, 'Send again'),
    h('button', { type: 'button', class: 'danger', onclick: () => discard([...chosen]) }, 'Discard…'),
  ];
  const count = h('span', { class: 'muted' });
  some.append(...buttons, count);
  const whole = h('button', { type: 'button', class: 'quiet', onclick: () => decideAll() }, 'Send all that match…');
  view.append(h('h1', {}, 'Dead letters'), h('p', { class: 'lead' }, 'Updates of ', h('b', {}, tenant), ' that were not delivered. They keep their values until they are sent again or discarded, and overwrite nothing newer.'),
    filter, errors, h('section', { class: 'panel', 'aria-label': 'Dead letters' }, h('div', { class: 'bar' }, some, whole), outcome, table, empty, more));
  await load(false);

  function query() {
    const data = new FormData(filter);
    const search = new URLSearchParams();
    for (const [name, value] of data) {
      if (value) search.set(name, name === 'since' || name === 'until' ? new Date(value).toISOString() : value);
    }
    return search;
  }

  async function load(isMore) {
    const search = query();
    search.set('limit', pageSize);
    if (isMore) search.set('after', next);
    const page = await guarded(errors, () => get(tenantPath(tenant, 'deadletters?' + search)));
    if (!page) return;
    letters = isMore ? [...letters, ...page.deadLetters] : page.deadLetters;
    next = page.next;
    for (const id of chosen) if (!letters.some(letter => letter.id === id)) chosen.delete(id);
    show();
  }

  function show() {
    sync(body, letters.map(letter => ({ ...letter, isChosen: chosen.has(letter.id) })), letter => letter.id, row);
    table.hidden = whole.hidden = some.hidden = letters.length === 0;
    more.hidden = !next;
    empty.textContent = letters.length ? '' : query().size ? 'Nothing matches. Change the filter, or empty it.' : 'There are none: everything was delivered, or still waits.';
    for (const button of buttons) button.disabled = chosen.size === 0;
    count.textContent = chosen.size ? `${chosen.size} chosen` : 'Choose some below';
    all.checked = letters.length > 0 && chosen.size === letters.length;
  }

  function choose(isOn) {
    chosen.clear();
    if (isOn) letters.forEach(letter => chosen.add(letter.id));
    show();
  }

  function row(letter) {
    const toggle = event => { event.target.checked ? chosen.add(letter.id) : chosen.delete(letter.id); show(); };
    const cell = (name, ...content) => h('td', { 'data-name': name }, content);
    return h('tr', {},
      h('td', { class: 'choose' }, h('input', { type: 'checkbox', checked: letter.isChosen, 'aria-label': `Choose the ${letter.kind} update of contact ${letter.contactId ?? 'none'}`, onchange: toggle })),
      cell('Kind', chip(letter.kind)),
      cell('Contact', letter.contactId ? h('a', { href: link('t', tenant, 'c', letter.contactId) }, letter.contactId) : '–'),
      cell('Why', letter.reason, letter.message ? h('pre', { tabindex: '0' }, pretty(letter.message)) : null),
      cell('Since', time(letter.at)),
      cell('Fields', (letter.fields ?? []).map((name, i) => [i ? ' ' : null, h('code', {}, name)])),
      cell('More', letter.statusUrl ? h('a', { href: link('t', tenant, 'u', letter.contactId, letter.id), 'aria-label': `The story of this update of contact ${letter.contactId}` }, 'Story')
        : letter.message ? h('button', { type: 'button', 'aria-label': `Correct the message ${letter.id} and send it`, onclick: () => correct(letter) }, 'Correct…') : null));
  }

  // The text of a message that was never an update, to be put right.
  async function correct(letter) {
    const search = new URLSearchParams({ kind: 'invalid', since: letter.at, until: new Date(Date.parse(letter.at) + 1).toISOString(), values: 'true' });
    const page = await guarded(errors, () => get(tenantPath(tenant, 'deadletters?' + search)));
    if (!page) return;
    const text = page.deadLetters.find(found => found.id === letter.id)?.text;
    const message = await ask('Correct it and send', h('p', {}, letter.reason, text ? null : ' Its text is not kept: write it again.'),
      { name: 'message', label: 'The message', rows: 9, required: true, value: pretty(text ?? '') }, 'Send');
    if (message) await decide('redrive', [letter.id], { message });
  }

  async function preview() {
    const answer = await guarded(errors, () => call('POST', tenantPath(tenant, 'deadletters/redrive'), { body: { ids: [...chosen], preview: true } }));
    if (!answer) return;
    outcome.replaceChildren(h('div', { class: 'notice', role: 'status' }, h('strong', {}, `${plural(answer.matched, 'update')} of ${plural(answer.contacts, 'contact')} would be sent. Nothing was.`),
      answer.results.map(result => result.problem ? problemBox(new Problem(0, result.problem)) : result.request
        ? h('details', {}, h('summary', {}, `${result.request.method} ${result.request.url}`), h('pre', { tabindex: '0' }, pretty(result.request.body)))
        : h('p', { class: 'muted' }, `${result.id}: there is nothing to show.`))));
  }

  async function discard(ids) {
    const answer = await ask('Discard for good', h('p', {}, `The values of ${plural(ids.length, 'update')} are deleted, and can never be sent again.`),
      { name: 'reason', label: 'Why are they given up?', required: true, maxlength: 500 }, 'Discard');
    if (answer) await decide('discard', ids, { reason: answer });
  }

  async function decideAll() {
    const ids = [];
    const search = query();
    search.set('limit', 500);
    for (let after = ''; after !== undefined;) {
      if (after) search.set('after', after);
      const page = await guarded(errors, () => get(tenantPath(tenant, 'deadletters?' + search)));
      if (!page) return;
      ids.push(...page.deadLetters.filter(letter => letter.kind !== 'invalid').map(letter => letter.id));
      after = page.next;
    }
    if (ids.length && await ask('Send all that match', h('p', {}, `${plural(ids.length, 'update')} would be sent again, no faster than the tenant’s limits allow.`), null, 'Send them')) await decide('redrive', ids);
  }

  // In parts, so that one sees how far it is, and what is done stays done.
  async function decide(what, ids, extra = {}) {
    const progress = h('progress', { max: ids.length, value: 0, 'aria-label': 'Progress' });
    const words = h('span', {}, `0 of ${ids.length}`);
    outcome.replaceChildren(h('p', { class: 'progress' }, progress, ' ', words));
    const sums = {};
    const problems = [];
    for (let done = 0; done < ids.length; done += atOnce) {
      const part = ids.slice(done, done + atOnce);
      const answer = await guarded(errors, () => call('POST', tenantPath(tenant, 'deadletters', what), { body: { ids: part, ...extra } }));
      if (!answer) break;
      for (const result of answer.results) {
        sums[result.outcome] = (sums[result.outcome] ?? 0) + 1;
        if (result.problem) problems.push(problemBox(new Problem(0, result.problem)));
      }
      progress.value = done + part.length;
      words.textContent = `${done + part.length} of ${ids.length}`;
    }
    const text = Object.entries(sums).map(([word, number]) => `${number} ${word === 'noUpdate' ? 'never an update' : word}`).join(', ') || 'Nothing was done';
    outcome.append(h('p', { class: 'notice', role: 'status' }, `${text}. `, sums.redriven ? h('a', { href: link('t', tenant) }, 'Watch them go') : null), ...problems);
    announce(text);
    chosen.clear();
    await load(false);
  }
}

const field = (name, input) => h('label', {}, h('span', {}, name), input);
