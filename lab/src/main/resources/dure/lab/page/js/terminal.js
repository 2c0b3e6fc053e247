// SPDX-License-Identifier: Apache-2.0
// Any mailbox of the machine, live: one that a terminal made, or a program. The page looks, and
// changes nothing.

import { escape, make, put } from './dom.js';
import { listen } from './api.js';
import { MailboxStage } from './stage.js';

export function openTerminal(context, choices) {
  return choices.name ? new ForeignMailbox(context, choices.name) : new Waiting(context);
}

/** Waits for a mailbox, and tells how to make one. */
class Waiting {
  constructor({ root, lang }) {
    this.kind = 'stage';
    this.title = lang.scenarios.terminal[0];
    const t = lang.terminal;
    this.node = make(`<main><div class="head"><h1>${t.title}</h1><p>${escape(t.how)}</p></div>
      <pre class="code typed">$ ./dure create hello --capacity 8\n$ ./dure send hello "${escape(t.message)}"\n$ ./dure receive hello</pre><div class="head"><p class="found" aria-live="polite"></p></div></main>`);
    root.append(this.node);
    this.stream = listen('/api/mailboxes', frame => this.see(frame, t), () => {});
  }

  see(frame, t) {
    const names = frame.seen.mailboxes.map(m => m.mailbox);
    put(this.node.querySelector('.found'), names.length
      ? `${escape(t.there)} ${names.slice(0, 30).map(n => `<a class="run" href="#/terminal?name=${encodeURIComponent(n)}">${escape(n)}</a>`).join(' ')}` : escape(t.none));
  }

  remove() { this.stream.stop(); this.node.remove(); }
}

const SENDERS = 'ABCDEFGHIJKL', RECEIVERS = 'XYZWVUTSRQPN';

class ForeignMailbox {
  constructor({ root, lang, words }, name) {
    Object.assign(this, { root, lang, words, name });
    this.kind = 'stage';
    this.title = name;
    this.letters = new Map();
    this.stream = listen('/api/mailboxes?' + encodeURIComponent(name), frame => this.see(frame), failure => this.lost(failure));
  }

  lost(failure) {
    if (this.stage) this.stage.remove();
    this.stage = null;
    this.root.append(this.note = make(`<main class="head"><p>${escape(failure && failure.status === 403 ? this.lang.noKey : this.lang.lost)}</p></main>`));
  }

  /** A look as a frame of a run that nobody runs. */
  see({ t, seen }) {
    if (!this.stage) {
      this.began = t;
      const plan = { name: this.name, transport: seen.transport || 'shm', capacity: String(seen.capacity ?? ''), receivers: seen.receivers, 'when-full': seen.whenFull || 'wait' };
      const run = { id: 'terminal', stage: 'mailbox', mailboxes: [plan], order() {}, orderAll() {}, size: m => m.box.size || Number(m.box.capacity) || 0 };
      this.stage = new MailboxStage(this.root, run, this.lang, this.words, () => {});
      this.stage.node.classList.add('foreign');
    }
    const participants = (seen.participants || []).map(p => ({ ...p, realName: p.name, name: this.letter(p) }));
    const processes = participants.filter(p => p.alive !== false && (p.sends || p.receives || p.waitingToSend || p.waitingToReceive))
      .map(p => this.process(p, t));
    this.stage.show({ t: t - this.began, started: true, slower: 1, paused: false, events: [], processes, mailboxes: [{ ...seen, participants }] });
  }

  /** A letter for each process, kept as long as it is there. */
  letter(p) {
    if (!this.letters.has(p.id)) {
      const all = p.receives || p.waitingToReceive ? RECEIVERS : SENDERS;
      const taken = new Set(this.letters.values());
      this.letters.set(p.id, [...all].find(l => !taken.has(l)) || all[p.id % all.length]);
    }
    return this.letters.get(p.id);
  }

  process(p, t) {
    const sends = !(p.receives || p.waitingToReceive);
    const waits = p.waitingToSend > 0 ? 'sends' : p.waitingToReceive > 0 ? 'asks' : p.inHand > 0 ? 'holds' : 'open';
    return { letter: p.name, kind: sends ? 'sender' : 'receiver', pid: p.pid, alive: p.state !== 'gone', killed: false, stopped: p.state === 'stopped', paused: false,
      rate: '1', doing: waits, about: [p.name], since: (p.waitingSince || t) - this.began, done: 0, cpu: 0, cpuMillis: p.processorMillis || 0, name: p.realName };
  }

  recolour() { if (this.stage) this.stage.recolour(); }

  remove() {
    this.stream.stop();
    if (this.stage) this.stage.remove();
    if (this.note) this.note.remove();
  }
}
