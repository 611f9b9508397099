// SPDX-FileCopyrightText: The Diamond authors
// SPDX-License-Identifier: Apache-2.0

import { session } from './session.js';

/** Where the native API is, wherever the WAR stands. */
export const API = new URL('../../api/v1/', import.meta.url);

const READ_MILLIS = 15_000;
const WRITE_MILLIS = 30_000;
const SILENCE_MILLIS = 600_000;

/** What the server refused, or why it was not reached: status 0, code UNREACHABLE or TIMED_OUT. */
export class Problem extends Error {
  constructor(members) {
    super(members.detail || members.title || members.code || 'HTTP ' + members.status);
    this.name = 'Problem';
    Object.assign(this, members);
  }

  /** Whether the change may have been made all the same: ask again with the same Idempotency-Key. */
  get unknown() {
    return ['TIMED_OUT', 'UNREACHABLE', 'OUTCOME_UNKNOWN'].includes(this.code);
  }

  /** Whether the database is away, so that reads work and changes do not. */
  get readOnly() {
    return /^(STORE_DOWN|STORE_CHANGED|DB_READ_ONLY|DB_FULL|DB_DENIED|SCHEMA_.*)$/.test(this.code);
  }
}

/** Whether an error only says that nobody waits for the answer any more. */
export const isAbort = error => error?.name === 'AbortError';

/** Hears of each answer ('answer', detail {readOnly, problem}), for the banner of the shell, which says when what was away is 'back'. */
export const answers = new EventTarget();

/** A name for one change, so that sending it again makes it once. */
const idempotencyKey = () => [...crypto.getRandomValues(new Uint8Array(16))]
  .map(byte => byte.toString(16).padStart(2, '0')).join('');

/**
 * Names the requests of one dialog: the same one again, of parts that are the same, has the same name and takes effect once; whatever
 * else is asked has another, for a server refuses a name that it knows for something else.
 */
export function requestNames() {
  const names = new Map();
  return (...parts) => {
    const request = JSON.stringify(parts);
    if (!names.has(request)) {
      names.set(request, idempotencyKey());
    }
    return { 'Idempotency-Key': names.get(request) };
  };
}

export const get = (path, params, options = {}) => send({ ...options, method: 'GET', path, params });
export const put = (path, params, body, headers, options = {}) =>
  send({ ...options, method: 'PUT', path, params, body, headers });
export const post = (path, params, body, headers, options = {}) =>
  send({ ...options, method: 'POST', path, params, body, headers });
export const del = (path, params, body, headers, options = {}) =>
  send({ ...options, method: 'DELETE', path, params, body, headers });

/** The same of an answer that comes while it is made: `heard` takes its bytes, piece by piece. What is limited is the time of silence. */
export const streamed = (method, path, params, heard, options = {}) =>
  send({ millis: SILENCE_MILLIS, ...options, method, path, params, heard });

/** The address of a route; what is undefined, null or '' is left out, except what `kept` names. */
export function address(path, params = {}, kept = []) {
  const url = new URL(path.replace(/^\//, ''), API);
  for (const [name, value] of Object.entries(params ?? {})) {
    if (value !== undefined && value !== null && (value !== '' || kept.includes(name))) {
      url.searchParams.set(name, value);
    }
  }
  return url;
}

async function send(request) {
  const asker = session.user;
  const csrf = session.csrf;
  try {
    return await once(request);
  } catch (error) {
    if (error.status === 403 && error.code === 'CSRF' && await session.renew(asker, csrf)) {
      return once(request);
    }
    const signedOut = error.status === 401 && request.path !== '/session';
    if (signedOut && !request.background && await session.lost(asker)) {
      return once(request);
    }
    throw error;
  }
}

/** Says so beforehand where a text cannot be sent as it is: fetch would put U+FFFD for half a pair. */
function encode(body) {
  if (typeof body === 'string') {
    if (body.isWellFormed?.() === false) {
      throw new Problem({ status: 0, code: 'LONE_SURROGATE', detail: 'The text holds half a character (a lone surrogate).' });
    }
    return [body, 'text/plain; charset=UTF-8'];
  }
  if (body === undefined || body === null) {
    return [undefined, undefined];
  }
  return body instanceof Blob || body instanceof ArrayBuffer || ArrayBuffer.isView(body)
    ? [body, 'application/octet-stream'] : [JSON.stringify(body), 'application/json'];
}

async function once({ method, path, params, body, headers, signal, millis, background, kept, heard }) {
  const limit = new AbortController();
  let timer;
  const wait = () => {
    clearTimeout(timer);
    timer = setTimeout(() => limit.abort(), millis ?? (method === 'GET' ? READ_MILLIS : WRITE_MILLIS));
  };
  wait();
  const drop = () => limit.abort();
  signal?.addEventListener('abort', drop, { once: true });
  if (signal?.aborted) {
    limit.abort();
  }
  const [bytes, type] = encode(body);
  try {
    const answer = await fetch(address(path, params, kept), {
      method,
      body: bytes,
      signal: limit.signal,
      credentials: 'same-origin',
      cache: 'no-store',
      redirect: 'error',
      headers: {
        ...(type ? { 'Content-Type': type } : {}),
        ...(method !== 'GET' && session.csrf ? { 'X-CSRF-Token': session.csrf } : {}),
        ...(background ? { 'Diamond-Background': 'true' } : {}),
        ...headers,
      },
    });
    const read = heard && answer.ok ? await pieces(answer, heard, wait) : await parse(answer);
    if (!answer.ok && answer.status !== 304) {
      throw refused(answer, read);
    }
    answers.dispatchEvent(new CustomEvent('answer', { detail: { method, path, problem: withoutStore(read) } }));
    return { status: answer.status, headers: answer.headers, body: read };
  } catch (error) {
    throw told(error, signal, method, path);
  } finally {
    clearTimeout(timer);
    signal?.removeEventListener('abort', drop);
  }
}

/** A search goes on without the database, and says so. */
export const withoutStore = body => (body?.configs && body.code ? new Problem({ status: 503, code: body.code, detail: body.detail }) : undefined);

async function pieces({ body }, heard, wait) {
  if (!body) {
    return; // An answer without one, 204 say.
  }
  const reader = body.getReader();
  try {
    for (let read = await reader.read(); !read.done; read = await reader.read()) {
      wait();
      heard(read.value);
    }
  } finally {
    reader.cancel().catch(() => {});
  }
}

/** The exact text: TextDecoder keeps a byte order mark only when it is told to ignore it. */
async function parse(answer) {
  const text = new TextDecoder('utf-8', { ignoreBOM: true }).decode(await answer.arrayBuffer());
  const type = answer.headers.get('Content-Type') ?? '';
  if (/\bjson\b/.test(type)) {
    try {
      return JSON.parse(text);
    } catch {
      return {};
    }
  }
  return text;
}

function refused(answer, body) {
  const problem = typeof body === 'object' && body ? body : {};
  return new Problem({
    ...problem,
    status: answer.status,
    code: problem.code ?? 'HTTP_' + answer.status,
    title: problem.title ?? answer.statusText,
    detail: problem.detail ?? '',
    retryAfter: Number(answer.headers.get('Retry-After')) || undefined,
  });
}

function told(error, signal, method, path) {
  if (signal?.aborted) {
    return isAbort(error) ? error : new DOMException('dropped', 'AbortError');
  }
  const problem = error instanceof Problem ? error : new Problem(isAbort(error)
    ? { status: 0, code: 'TIMED_OUT', detail: '' } : { status: 0, code: 'UNREACHABLE', detail: '' });
  answers.dispatchEvent(new CustomEvent('answer', { detail: { method, path, problem } }));
  return problem;
}
