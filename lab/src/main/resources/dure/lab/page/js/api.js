// SPDX-License-Identifier: Apache-2.0
// The lab's server, asked with the key of its address.

const KEPT = 'dure-lab-key';

/** Takes the key out of the address, and keeps it for this address of the machine alone. */
export function takeKey() {
  const hash = location.hash;
  const found = /[?&]key=([A-Za-z0-9_-]+)/.exec(hash);
  if (found) {
    localStorage.setItem(KEPT, found[1]);
    const rest = hash.replace(/([?&])key=[A-Za-z0-9_-]+&?/, '$1').replace(/[?&]$/, '');
    history.replaceState(null, '', location.pathname + rest);
  }
  return localStorage.getItem(KEPT) !== null;
}

function headers() {
  return { Authorization: 'Bearer ' + localStorage.getItem(KEPT) };
}

/** Asks for something to be done; what the server answered, or an error that says why not. */
export async function ask(method, path, body) {
  let answer;
  try {
    answer = await fetch(path, {
      method,
      headers: headers(),
      body: body === undefined ? undefined : JSON.stringify(body),
      keepalive: method === 'DELETE',
    });
  } catch {
    throw Object.assign(new Error('gone'), { status: 0 });
  }
  const json = await answer.json();
  if (!answer.ok) throw Object.assign(new Error(json.error), { status: answer.status });
  return json;
}

/**
 * Listens to a stream of server-sent events until it ends or `stop` of the answer is called.
 * Not by EventSource, which cannot show the key.
 */
export function listen(path, onMoment, onEnd) {
  const abort = new AbortController();
  read(path, abort.signal, onMoment).then(() => onEnd(null), failure => {
    if (!abort.signal.aborted) onEnd(failure);
  });
  return { stop: () => abort.abort() };
}

async function read(path, signal, onMoment) {
  const answer = await fetch(path, { headers: headers(), signal });
  if (!answer.ok) {
    const json = await answer.json();
    throw Object.assign(new Error(json.error), { status: answer.status });
  }
  const reader = answer.body.pipeThrough(new TextDecoderStream()).getReader();
  let text = '';
  for (;;) {
    const { value, done } = await reader.read();
    if (done) return;
    text += value;
    const parts = text.split('\n\n');
    text = parts.pop();
    for (const part of parts) {
      if (part.startsWith('event: end')) return;
      if (part.startsWith('data: ')) onMoment(JSON.parse(part.slice(6)));
    }
  }
}
