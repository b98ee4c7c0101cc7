// One update's story, from its coming to its end, and a contact's mailbox.

import { call, contactPath, get, guarded, Problem, problemBox } from './api.js';
import { announce, chip, countdown, duration, h, link, plural, sync, time } from './dom.js';
import { poll, refresh } from './poll.js';
import { sandboxContact } from './sandbox.js';

const advice = {
  rejected: 'The provider refused it for good. Put right what it says, then send it again as it is, or corrected.',
  expired: 'It could not be delivered in time. Once the provider takes updates again, send it again.',
  superseded: 'Newer values were there before it, so there was nothing left of it to deliver.',
  ignored: 'The contact is archived at the provider, which takes no updates of it.',
};

export async function storyView(view, [tenant, , contact, id], signal) {
  view.append(h('h1', {}, 'One update'), h('p', { class: 'muted' }, 'Of contact ', h('a', { href: link('t', tenant, 'c', contact) }, contact), ` · ${id}`));
  view.append(h('div', { class: 'split' }, story(tenant, contact, id, signal), sandboxContact(tenant, contact, signal)));
}

// The story of an update, kept up to date while it is not over.
export function story(tenant, contact, id, signal) {
  const path = contactPath(tenant, contact, 'updates', id);
  const errors = h('div');
  const box = h('div');
  let last = null;
  poll(() => guarded(errors, async () => {
    if (last && last.status !== 'accepted') return { over: true };
    const update = await get(path);
    if (signal.aborted) return null;
    if (last?.status !== update.status) announce(`The update is ${update.status === 'accepted' ? 'waiting' : update.status}.`);
    last = update;
    sync(box, [update], () => id, current => telling(tenant, contact, current, path, () => { last = null; refresh(); }));
    return { seen: update, due: update.nextAttemptAt ?? update.deliverAt, over: update.status !== 'accepted' };
  }), 1000, signal);
  return h('section', { class: 'panel', 'aria-label': 'Its story' }, errors, box);
}

function telling(tenant, contact, update, path, again) {
  const isDead = ['rejected', 'expired'].includes(update.status);
  const took = update.settledAt ? duration(new Date(update.settledAt) - new Date(update.acceptedAt)) : null;
  const outcome = h('div');
  return h('div', {},
    h('p', { class: 'story-head' }, chip(update.calling ? 'calling' : update.status), took ? h('span', {}, ` after ${took}`) : null),
    isDead && update.reason ? h('div', { class: 'notice bad' }, h('strong', {}, 'Why: '), update.reason) : null,
    advice[update.status] ? h('p', {}, advice[update.status]) : null,
    h('div', { class: 'actions' },
      isDead ? h('button', { type: 'button', class: 'primary', onclick: () => redrive(tenant, update, outcome, again) }, 'Send it again') : null,
      isDead ? h('a', { class: 'button', href: link('t', tenant, 'try', contact, update.updateId) }, 'Correct it and send') : null,
      update.status === 'accepted' && update.deliverAt ? h('button', { type: 'button', onclick: () => attempt(outcome, () => call('DELETE', path)) }, 'Take it back') : null),
    outcome,
    h('ol', { class: 'timeline' }, steps(update)),
    fields(update, path));
}

async function redrive(tenant, update, outcome, again) {
  const answer = await attempt(outcome, () => call('POST', `/tenants/${encodeURIComponent(tenant)}/deadletters/redrive`, { body: { ids: [update.updateId] } }));
  if (!answer) return;
  const result = answer.results[0]?.outcome;
  if (result === 'redriven') again();
  outcome.replaceChildren(h('p', { class: 'notice', role: 'status' }, result === 'redriven' ? 'It is on its way again.'
    : result ? `It was not sent again: ${result}.` : 'It is no dead letter any more: somebody has decided over it.'));
}

async function attempt(box, run) {
  try {
    return await run();
  } catch (problem) {
    if (!(problem instanceof Problem)) throw problem;
    box.replaceChildren(problemBox(problem));
    return null;
  }
}

function steps(update) {
  const step = (look, head, ...rest) => h('li', { class: look }, h('div', { class: 'step-head' }, head), rest);
  const missing = update.attemptCount - (update.attempts?.length ?? 0);
  return [
    step('ok', ['Accepted ', time(update.acceptedAt)], update.deliverAt ? h('p', {}, 'Not to be delivered before ', time(update.deliverAt)) : null),
    missing > 0 ? step('calm', `${plural(missing, 'earlier attempt')} not kept`) : null,
    (update.attempts ?? []).map((attempt, i) => step(
      attempt.outcome === 'delivered' ? 'ok' : attempt.outcome === 'rejected' ? 'bad' : 'warn',
      [`Attempt ${missing + i + 1} `, time(attempt.at)],
      h('p', {}, h('strong', {}, spaced(attempt.outcome)), attempt.httpStatus ? ` · HTTP ${attempt.httpStatus}` : ' · no answer', ` · ${duration(attempt.milliseconds)}`),
      attempt.reason ? h('blockquote', {}, attempt.reason) : null)),
    update.hold ? step('warn', 'Held', h('p', {}, update.hold.words), h('p', {}, 'Until ', time(update.hold.until), ' (', countdown(update.hold.until), ')')) : null,
    update.calling ? step('wait now', 'The provider is being called') : null,
    update.status === 'accepted' && !update.calling && update.nextAttemptAt ? step('wait now', ['Next attempt ', countdown(update.nextAttemptAt)]) : null,
    update.status === 'accepted' && !update.calling && !update.nextAttemptAt ? step('wait now', 'Waiting to be sent') : null,
    update.settledAt ? step(['rejected', 'expired'].includes(update.status) ? 'bad' : 'ok', [h('strong', {}, spaced(update.status)), ' ', time(update.settledAt)],
      update.reason ? h('p', {}, update.reason) : null,
      update.outcomeUnknown ? h('p', {}, 'An attempt had no answer, so the provider may have applied it all the same.') : null) : null,
  ].flat().filter(Boolean);
}

const spaced = word => { const text = word.replace(/[A-Z]/g, c => ' ' + c.toLowerCase()); return text[0].toUpperCase() + text.slice(1); };

function fields(update, path) {
  if (!update.fields?.length) return null;
  const values = h('div');
  const show = h('button', { type: 'button', onclick: async () => {
    const full = await attempt(values, () => get(path + '?values=true'));
    if (!full) return;
    show.hidden = true;
    values.replaceChildren(full.values
      ? h('dl', { class: 'values' }, Object.entries(full.values).map(([pointer, value]) => h('div', {}, h('dt', {}, pointer), h('dd', {}, typeof value === 'string' ? value : JSON.stringify(value)))))
      : h('p', { class: 'muted' }, 'The values are gone: they are kept while an update waits, and as long as it is a dead letter.'));
  } }, 'Show the values');
  return h('div', {}, h('h2', { class: 'minor' }, 'Fields it carried'),
    h('ul', { class: 'tags' }, update.fields.map(field => h('li', {}, h('code', {}, field), update.overtaken?.includes(field) ? ' overtaken by a newer value' : null))),
    update.notFound?.length ? h('p', { class: 'muted' }, 'The webhook held nothing for ', update.notFound.map((field, i) => [i ? ', ' : '', h('code', {}, field)]), '.') : null, show, values);
}

// A contact's mailbox.
export async function mailboxView(view, [tenant, , contact], signal) {
  const errors = h('div');
  const box = h('section', { class: 'panel', 'aria-label': 'Mailbox' });
  view.append(h('h1', {}, `Contact ${contact}`), errors, h('div', { class: 'split' }, box, sandboxContact(tenant, contact, signal)));
  poll(() => guarded(errors, async () => {
    const mailbox = await get(contactPath(tenant, contact));
    if (signal.aborted) return null;
    sync(box, [mailbox], () => contact, current => inMailbox(tenant, contact, current));
    return { seen: mailbox, due: mailbox.dueAt };
  }, ['See that it is the contact’s id at the provider; or ', h('a', { href: link('t', tenant, 'try', contact) }, 'send it an update'), '.']), 2000, signal);
}

function inMailbox(tenant, contact, mailbox) {
  const rows = [...mailbox.pendingUpdates.toReversed(), ...mailbox.settledUpdates];
  return h('div', {},
    h('p', {}, `${plural(mailbox.accepted, 'update')} accepted, ${mailbox.pending} pending`, Object.entries(mailbox.settled).map(([status, count]) => `, ${count} ${status}`), '.'),
    mailbox.dueAt ? h('p', {}, 'The next is due ', countdown(mailbox.dueAt), '.') : null,
    mailbox.leasedUntil ? h('p', {}, 'The provider is being called; no other call of this contact starts before ', time(mailbox.leasedUntil), '.') : null,
    h('ul', { class: 'plain' }, rows.map(update => h('li', {}, h('a', { href: link('t', tenant, 'u', contact, update.updateId) }, chip(update.status), ' accepted ', time(update.acceptedAt))))),
    h('p', { class: 'muted small' }, 'A mailbox keeps what became of updates, and no values of those that are settled: what the contact looks like is at the provider.'));
}
