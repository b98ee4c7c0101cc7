// A tenant's last hour: what was delivered and given up as bars, what was accepted and what was pending as lines.

import { duration, h, plural, s } from './dom.js';

const width = 600;
const height = 96;

export function chart(summary) {
  const minutes = summary.minutes;
  const step = width / minutes.length;
  const most = Math.max(4, ...minutes.map(minute => Math.max(minute.accepted, minute.delivered + minute.dead, minute.pending ?? 0)));
  const y = count => height - (count / most) * (height - 6);
  const sum = name => minutes.reduce((total, minute) => total + minute[name], 0);
  const bars = minutes.flatMap((minute, i) => [
    bar('bar-ok', i * step, y(minute.delivered), height - y(minute.delivered), step),
    bar('bar-bad', i * step, y(minute.delivered + minute.dead), height - y(minute.dead), step),
  ]);
  const line = name => minutes.map((minute, i) => minute[name] === undefined ? ''
    : `${minutes[i - 1]?.[name] === undefined ? 'M' : 'L'}${((i + 0.5) * step).toFixed(1)} ${y(minute[name]).toFixed(1)}${minutes.length - 1 === i && minutes[i - 1]?.[name] === undefined ? 'h2' : ''}`).join('');
  const least = figure => isLeast(summary, figure) ? 'at least ' : '';
  const label = `The last ${plural(minutes.length, 'minute')}: ${least('accepted')}${sum('accepted')} accepted, ${least('settled')}${sum('delivered')} delivered, ${least('settled')}${sum('dead')} dead; ${least('pending')}${summary.pending} pending now.`;
  return h('figure', { class: 'chart' },
    s('svg', { viewBox: `0 0 ${width} ${height}`, preserveAspectRatio: 'none', role: 'img', 'aria-label': label },
      s('path', { class: 'grid', d: `M0 ${y(most)}H${width}M0 ${y(most / 2)}H${width}M0 ${height - 0.5}H${width}` }),
      bars,
      s('path', { class: 'line-pending', d: line('pending') }),
      s('path', { class: 'line-accepted', d: line('accepted') })),
    h('figcaption', {},
      h('span', {}, `−${minutes.length} min`), h('span', {}, `up to ${most} a minute`), h('span', {}, 'now')));
}

const isLeast = (summary, figure) => summary.atLeast?.includes(figure) ?? false;

function bar(look, x, top, size, step) {
  return size < 0.5 ? null : s('rect', { class: look, x: (x + step * 0.12).toFixed(1), y: top.toFixed(1), width: (step * 0.76).toFixed(1), height: size.toFixed(1) });
}

export const legend = () => h('ul', { class: 'legend', 'aria-hidden': 'true' },
  [['accepted', 'accepted'], ['ok', 'delivered'], ['bad', 'dead'], ['pending', 'pending']].map(([look, word]) => h('li', { class: `key-${look}` }, word)));

// The numbers beside it.
export function numbers(summary) {
  const count = status => summary.settled[status] ?? 0;
  const accepted = summary.minutes.reduce((total, minute) => total + minute.accepted, 0);
  return h('dl', { class: 'numbers', title: 'Of the last hour. p50 and p99: half, and 99 of 100, were delivered within that time.' },
    number('Accepted', accepted, '', isLeast(summary, 'accepted')), number('Delivered', count('delivered'), 'ok', isLeast(summary, 'settled')),
    number('Pending', summary.pending, summary.pending ? 'wait' : '', isLeast(summary, 'pending')),
    number('Dead', count('rejected') + count('expired'), count('rejected') + count('expired') ? 'bad' : '', isLeast(summary, 'settled')),
    number('p50', summary.p50Milliseconds === undefined ? '–' : duration(summary.p50Milliseconds)),
    number('p99', summary.p99Milliseconds === undefined ? '–' : duration(summary.p99Milliseconds)));
}

// Says in words which of these are a part of what there is.
export function bounds(summary) {
  if (!summary.recorded) return h('p', { class: 'muted small' }, 'Recent activity is switched off: only what waits is counted.');
  const why = [
    summary.cutShort ? 'more was settled than is read at once, so the oldest minutes are left out' : null,
    isLeast(summary, 'pending') ? 'more contacts may be waiting than are read at once' : null,
    isLeast(summary, 'accepted') && !summary.cutShort ? `of ${plural(summary.pendingContacts, 'waiting contact')} the first ${summary.waiting.length} are read, so updates of the others are missing from “accepted”, and what was pending before now is not drawn` : null,
  ].filter(Boolean);
  return why.length ? h('p', { class: 'muted small' }, `“≥” means at least: ${why.join('; ')}.`) : null;
}

function number(name, value, look = '', isAtLeast = false) {
  const text = typeof value === 'number' ? value.toLocaleString() : value;
  return h('div', { class: look }, h('dt', {}, name), h('dd', {}, isAtLeast ? [h('span', { 'aria-hidden': 'true', title: 'at least' }, '≥\u00a0'), h('span', { class: 'visually-hidden' }, 'at least ')] : null, text));
}
