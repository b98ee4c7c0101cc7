// A tenant's last hour: what was delivered and given up as bars, what was accepted and what was pending as lines.

import { duration, h, plural, s } from './dom.js';

const width = 600;
const height = 96;

export function chart(summary) {
  const minutes = summary.minutes;
  const step = width / minutes.length;
  const most = Math.max(4, ...minutes.map(minute => Math.max(minute.accepted, minute.delivered + minute.dead, minute.pending)));
  const y = count => height - (count / most) * (height - 6);
  const sum = name => minutes.reduce((total, minute) => total + minute[name], 0);
  const bars = minutes.flatMap((minute, i) => [
    bar('bar-ok', i * step, y(minute.delivered), height - y(minute.delivered), step),
    bar('bar-bad', i * step, y(minute.delivered + minute.dead), height - y(minute.dead), step),
  ]);
  const line = name => minutes.map((minute, i) => `${i ? 'L' : 'M'}${((i + 0.5) * step).toFixed(1)} ${y(minute[name]).toFixed(1)}`).join('');
  const label = `The last ${plural(minutes.length, 'minute')}: ${sum('accepted')} accepted, ${sum('delivered')} delivered, ${sum('dead')} dead; ${summary.pending} pending now.`;
  return h('figure', { class: 'chart' },
    s('svg', { viewBox: `0 0 ${width} ${height}`, preserveAspectRatio: 'none', role: 'img', 'aria-label': label },
      s('path', { class: 'grid', d: `M0 ${y(most)}H${width}M0 ${y(most / 2)}H${width}M0 ${height - 0.5}H${width}` }),
      bars,
      s('path', { class: 'line-pending', d: line('pending') }),
      s('path', { class: 'line-accepted', d: line('accepted') })),
    h('figcaption', {},
      h('span', {}, `−${minutes.length} min`), h('span', {}, `up to ${most} a minute`), h('span', {}, 'now')));
}

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
    number('Accepted', accepted), number('Delivered', count('delivered'), 'ok'),
    number('Pending', summary.pending, summary.pending ? 'wait' : ''), number('Dead', count('rejected') + count('expired'), count('rejected') + count('expired') ? 'bad' : ''),
    number('p50', summary.p50Milliseconds === undefined ? '–' : duration(summary.p50Milliseconds)),
    number('p99', summary.p99Milliseconds === undefined ? '–' : duration(summary.p99Milliseconds)));
}

function number(name, value, look = '') {
  return h('div', { class: look }, h('dt', {}, name), h('dd', {}, typeof value === 'number' ? value.toLocaleString() : value));
}
