// The calls to the API. The key is in this module's memory and nowhere else: it goes with the page.

import { h } from './dom.js';
import { refresh } from './poll.js';

let access = null;

export const open = (tenant, key, isAdmin) => { access = { tenant, key, isAdmin }; };
export const close = () => { access = null; };
export const who = () => access;

// An answer that is an error, as problem+json tells it.
export class Problem extends Error {
  constructor(status, problem) {
    super(problem.detail ?? problem.title);
    this.status = status;
    this.title = problem.title;
    this.errors = problem.errors ?? [];
    this.body = problem;
  }
}

export async function call(method, path, { body, type = 'application/json', headers = {} } = {}) {
  const keys = !access ? {} : access.isAdmin ? { 'x-functions-key': access.key } : { Authorization: `Bearer ${access.key}` };
  const content = body === undefined ? {} : { 'Content-Type': type };
  let response;
  try {
    response = await fetch('/api' + path, {
      method, headers: { ...keys, ...content, ...headers }, body: typeof body === 'object' ? JSON.stringify(body) : body, cache: 'no-store',
    });
  } catch {
    throw new Problem(0, { title: 'There is no answer', detail: 'The server could not be reached. See whether it still runs; this page goes on as soon as it does.' });
  }
  const text = await response.text();
  const answer = text && /json/.test(response.headers.get('Content-Type') ?? '') ? JSON.parse(text) : null;
  if (response.ok) {
    if (method !== 'GET') refresh();
    return answer;
  }
  throw new Problem(response.status, answer ?? (response.status === 401
    ? { title: 'The key opens nothing here', detail: 'See that it is the whole key, and of the right kind: a caller’s key opens its own tenant, the admin key all.' }
    : { title: `The server answered ${response.status}`, detail: answer?.error ?? text.slice(0, 300) }));
}

export const get = path => call('GET', path);

export const tenantPath = (tenant, ...parts) => ['/tenants', encodeURIComponent(tenant), ...parts].join('/');

// An id with what a host loses of a path goes as '~' and its base64url.
const base64Url = text => btoa(String.fromCharCode(...new TextEncoder().encode(text))).replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '');
const segment = id => /[/\\%]|^~|^match:/.test(id) ? '~' + base64Url(id) : encodeURIComponent(id);
export const contactPath = (tenant, contact, ...parts) => tenantPath(tenant, 'contacts', segment(contact), ...parts);

// What went wrong and what to do, with a pointer to each place.
export function problemBox(problem, hint) {
  return h('div', { class: 'notice bad', role: 'alert' },
    h('strong', {}, problem.title ?? 'That did not work'),
    h('p', {}, problem.message),
    problem.errors?.length ? h('ul', {}, problem.errors.map(error => h('li', {}, error.pointer ? h('code', {}, error.pointer) : null, error.pointer ? ' ' : null, error.detail))) : null,
    hint ? h('p', {}, hint) : null);
}

// Shows in a box that something failed, and takes it away when it no longer does.
export async function guarded(box, run, hint) {
  try {
    const result = await run();
    if (box.dataset.failed) {
      delete box.dataset.failed;
      box.replaceChildren();
    }
    return result;
  } catch (problem) {
    if (!(problem instanceof Problem)) throw problem;
    if (box.dataset.failed !== problem.message) {
      box.dataset.failed = problem.message;
      box.replaceChildren(problemBox(problem, hint));
    }
    return null;
  }
}
