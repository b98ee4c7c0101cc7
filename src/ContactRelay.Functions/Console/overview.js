// All tenants at a glance, and one tenant's last hour with what it settled and what waits.

import { call, get, guarded, tenantPath, who } from './api.js';
import { bounds, chart, legend, numbers } from './chart.js';
import { announce, chip, countdown, duration, h, link, plural, sync, time } from './dom.js';
import { poll } from './poll.js';

const often = 2000;

export async function tenants() {
  return who().isAdmin ? (await get('/tenants')).tenants.map(tenant => tenant.id) : [who().tenant];
}

// Every tenant as a card, and below them the latest of all.
export async function overview(view, _, signal) {
  const errors = h('div');
  const held = h('div');
  const cards = h('ul', { class: 'cards' });
  const list = updatesTable(true);
  const more = h('p', { class: 'muted' });
  view.append(
    h('h1', {}, 'All tenants'), errors, held, legend(), cards, more,
    h('section', { class: 'panel', 'aria-labelledby': 'latest' }, h('h2', { id: 'latest' }, 'Latest updates'), list.element));
  poll(() => guarded(errors, async () => {
    const answer = await get('/activity/summary');
    if (signal.aborted) return null;
    const all = answer.tenants.map(summary => ({ id: summary.tenant, summary, rows: rowsOf(summary) }));
    more.textContent = answer.partial ? `The first ${plural(all.length, 'tenant')} of ${answer.total} are shown: go to the others with the list above. ` : '';
    if (all.some(tenant => tenant.summary.partial)) more.append('“≥” means at least: not all that there is was read. The tenant’s own page says why.');
    sync(held, all.filter(tenant => tenant.summary.hold), tenant => tenant.id, ({ id, summary }) => h('p', { class: 'notice warn' },
      h('a', { href: link('t', id) }, id), ' is held. ', summary.hold.words, ' The next call is due ', countdown(summary.hold.until), '.'));
    sync(cards, all.map(({ id, summary }) => ({ id, summary })), tenant => tenant.id, card);
    list.update(merge(all.flatMap(tenant => tenant.rows)).slice(0, 30), all.every(tenant => tenant.summary.recorded));
    return { seen: all.map(tenant => changing(tenant.summary)) };
  }), often, signal);
}

function card({ id, summary }) {
  return h('li', { class: 'panel card' },
    h('div', { class: 'card-head' }, h('h2', {}, h('a', { href: link('t', id) }, id)), h('p', { class: 'muted small' }, summary.provider, ' ',
      summary.hold ? chip('held', `held: ${words(summary.hold.reason)}`) : null)),
    chart(summary), numbers(summary));
}

const words = reason => ({ throttled: 'told to wait', unauthorized: 'key refused', providerDown: 'provider down' })[reason] ?? reason;

// One tenant.
export async function tenantView(view, [tenant], signal) {
  const errors = h('div');
  const summary = h('section', { class: 'panel', 'aria-label': 'The last hour' });
  const hold = h('div');
  const list = updatesTable(false);
  const older = h('button', { type: 'button', class: 'quiet', onclick: () => readOlder() }, 'Show older');
  const unseen = h('p', { class: 'empty small' });
  let newest = null;
  let pages = [];
  let next = null;
  view.append(h('h1', {}, tenant), errors, hold, summary,
    h('section', { class: 'panel', 'aria-labelledby': 'recent' }, h('h2', { id: 'recent' }, 'Recent updates'), unseen, list.element, older));
  older.hidden = true;

  async function readOlder() {
    const page = await guarded(errors, () => get(tenantPath(tenant, `activity?limit=50&before=${encodeURIComponent(next)}`)));
    if (!page) return;
    pages = [...pages, ...page.updates.map(update => settledRow(tenant, update))];
    next = page.next;
    older.hidden = !next;
    announce(`${plural(page.updates.length, 'older update')} shown.`);
  }

  poll(() => guarded(errors, async () => {
    const state = await get(tenantPath(tenant, 'activity/summary'));
    const latest = JSON.stringify(state.latest);
    if (newest?.latest !== latest) newest = { latest, page: await get(tenantPath(tenant, 'activity?limit=50')) };
    if (signal.aborted) return null;
    sync(summary, [state], () => 'summary', sum => h('div', {}, legend(), chart(sum), numbers(sum), bounds(sum)));
    sync(hold, state.hold ? [state.hold] : [], () => 'hold', held => holdBox(tenant, held));
    if (!pages.length) {
      next = newest.page.next;
      older.hidden = !next;
    }
    const waits = waitingRows(state);
    unseen.textContent = state.pending > waits.length ? `Of ${plural(state.pending, 'update')} that wait, the first ${waits.length} are listed.` : '';
    list.update([...waits, ...newest.page.updates.map(update => settledRow(tenant, update)), ...pages], state.recorded);
    return { seen: changing(state), due: state.hold?.until };
  }), often, signal);
}

function holdBox(tenant, hold) {
  const errors = h('div');
  const lift = h('button', { type: 'button', onclick: () => guarded(errors, async () => {
    await call('POST', tenantPath(tenant, 'resume'));
    announce('The hold is lifted.');
  }) }, 'Lift the hold');
  return h('div', { class: 'notice warn' }, h('strong', {}, `Held: ${words(hold.reason)}`), h('p', {}, hold.words),
    h('p', {}, 'Since ', time(hold.since), '; the next call is due ', countdown(hold.until), '. Updates are accepted meanwhile, and none is lost.'),
    who().isAdmin ? lift : h('p', { class: 'muted small' }, 'With the admin key it can be lifted here.'), errors);
}

// What changes when something happens, and not as time goes by.
const changing = ({ pending, hold, waiting, latest }) => ({ pending, hold, waiting, latest });

const waitingRows = ({ tenant, waiting, hold }) => waiting.flatMap(contact => contact.updates.map(update => ({
  tenant, contact: contact.contactId, id: update.updateId, status: update.calling ? 'calling' : 'accepted', at: update.acceptedAt,
  next: update.nextAttemptAt, attempts: update.attemptCount, http: update.attempts.at(-1)?.httpStatus, held: !!hold,
}))).reverse();

const rowsOf = summary => [...waitingRows(summary), ...summary.latest.map(update => settledRow(summary.tenant, update))];

const settledRow = (tenant, update) => ({
  tenant, contact: update.contactId, id: update.updateId, status: update.status, at: update.settledAt, took: update.milliseconds,
  attempts: update.attemptCount, http: update.httpStatus,
});

// What waits comes first, and of the rest the newest.
const merge = rows => rows.sort((a, b) => (a.took === undefined) === (b.took === undefined) ? (a.at < b.at ? 1 : -1) : a.took === undefined ? -1 : 1);

function updatesTable(hasTenant) {
  const body = h('tbody');
  const empty = h('p', { class: 'empty' });
  const table = h('table', { class: 'list' },
    h('thead', {}, h('tr', {}, ['Status', hasTenant ? 'Tenant' : null, 'Contact', 'When', 'Took', 'HTTP', 'Attempts', 'More'].filter(Boolean).map(name => h('th', { scope: 'col' }, name)))), body);
  table.hidden = true;
  return {
    element: h('div', {}, table, empty),
    update(rows, isRecorded) {
      table.hidden = rows.length === 0;
      empty.replaceChildren(...rows.length ? [] : isRecorded
        ? [`Nothing in the last ${hasTenant ? 'hour' : 'seven days'}. `, h('a', { href: hasTenant ? '#/try' : location.hash.replace(/(#\/t\/[^/]+).*/, '$1/try') }, 'Send an update'), ' and watch it here.']
        : ['Recent activity is switched off: the setting “Activity” of the app is “off”. Updates can still be looked up by their contact.']);
      sync(body, rows, row => `${row.tenant}/${row.id}/${row.took === undefined ? '' : row.at}`, row => tableRow(row, hasTenant));
    },
  };
}

function tableRow(row, hasTenant) {
  const story = link('t', row.tenant, 'u', row.contact, row.id);
  const cell = (name, ...content) => h('td', { 'data-name': name }, content);
  return h('tr', {},
    cell('Status', chip(row.status)),
    hasTenant ? cell('Tenant', h('a', { href: link('t', row.tenant) }, row.tenant)) : null,
    cell('Contact', h('a', { href: link('t', row.tenant, 'c', row.contact) }, row.contact)),
    cell('When', time(row.at)),
    cell('Took', row.took === undefined ? row.next && !row.held ? ['next ', countdown(row.next)] : row.held ? 'held' : '…' : duration(row.took)),
    cell('HTTP', row.http ?? '–'), cell('Attempts', row.attempts),
    cell('More', h('a', { href: story, 'aria-label': `The story of this ${row.status} update of contact ${row.contact}` }, 'Story')));
}
