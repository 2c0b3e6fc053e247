// SPDX-License-Identifier: Apache-2.0
// The real mailboxes of the machine, as they are: how full, how fast, who, and a finding in words.
// Read only: a look changes nothing.

import { escape, make, put } from './dom.js';
import { listen } from './api.js';
import { damagedGauge, gauge, line, meetingGauge, openGauge, processes } from './sparkline.js';

const MINUTE = 60;
const MOST_ROWS = 200;

export function openMailboxes(context) {
  return new MailboxesPlace(context);
}

class MailboxesPlace {
  constructor({ root, lang, words }) {
    Object.assign(this, { root, lang, words });
    this.kind = 'mailboxes';
    this.title = lang.nav.mailboxes;
    this.past = new Map();
    this.order = 'words';
    this.filter = '';
    const o = lang.overview;
    const head = [o.mailbox, o.full, '', o.minute, o.rate, o.waits, o.senders, o.receivers, o.words];
    this.node = make(`<main><div class="head" style="max-width:none"><h1 aria-live="polite"></h1></div>
      <div class="tools"><label><span class="vh">${escape(o.filter)}</span><input type="search" placeholder="/  ${escape(o.filter)}"></label>
      <span class="seg" role="group">${['words', 'depth', 'name'].map(k => `<button type="button" data-order="${k}">${escape(o.order[k])}</button>`).join('')}</span>
      <span class="looked"></span></div>
      <table class="ov"><thead><tr>${head.map((h, i) => `<th${[2, 4, 5].includes(i) ? ' class="r"' : ''}>${escape(h)}</th>`).join('')}</tr></thead></table><p class="none"></p></main>`);
    this.table = this.node.querySelector('table');
    this.node.querySelector('input').addEventListener('input', e => { this.filter = e.target.value.toLowerCase(); this.draw(); });
    this.node.querySelector('.tools').addEventListener('click', e => {
      const button = e.target.closest('[data-order]');
      if (button) { this.order = button.dataset.order; this.draw(); }
    });
    root.append(this.node);
    this.stream = listen('/api/mailboxes', frame => this.see(frame), failure => this.lost(failure));
  }

  lost(failure) {
    put(this.node.querySelector('h1'), escape(failure && failure.status === 403 ? this.lang.noKey : this.lang.lost));
  }

  see(frame) {
    const second = frame.t;
    for (const m of frame.seen.mailboxes) {
      const kept = this.past.get(m.mailbox) || { depths: [], since: second, received: m.received, at: second };
      kept.depths.push(m.depth || 0);
      if (kept.depths.length > MINUTE) kept.depths.shift();
      if (m.received !== undefined && second > kept.at) {
        kept.rate = Math.max(0, (m.received - (kept.received ?? m.received)) / (second - kept.at) * 1000);
        kept.received = m.received;
        kept.at = second;
      }
      const word = this.finding(m, kept)[0];
      if (word !== kept.word) { kept.word = word; kept.since = second; }
      this.past.set(m.mailbox, kept);
    }
    const names = new Set(frame.seen.mailboxes.map(m => m.mailbox));
    for (const name of this.past.keys()) if (!names.has(name)) this.past.delete(name);
    this.frame = frame;
    if (!document.hidden) this.draw();
  }

  draw() {
    if (!this.frame) return;
    const { seen } = this.frame;
    const { overview: o } = this.lang;
    const rows = seen.mailboxes.filter(m => this.matches(m)).map(m => {
      const kept = this.past.get(m.mailbox);
      const [key, , bad] = this.finding(m, kept);
      return { m, kept, key, worth: bad !== undefined, bad };
    });
    const worth = rows.filter(r => r.worth).length;
    put(this.node.querySelector('h1'), o.title(seen.count, worth));
    this.node.querySelectorAll('[data-order]').forEach(b => b.toggleAttribute('aria-current', b.dataset.order === this.order));
    put(this.node.querySelector('.looked'), escape(o.readOnly));
    put(this.node.querySelector('.none'), seen.count === 0 ? o.none : '');
    this.table.hidden = seen.count === 0;
    this.rows(rows);
  }

  rows(rows) {
    const { overview: o } = this.lang;
    const by = { depth: (a, b) => (b.m.depth || 0) - (a.m.depth || 0), name: (a, b) => a.m.mailbox.localeCompare(b.m.mailbox) }[this.order];
    const groups = this.order === 'words'
      ? [[o.worth, rows.filter(r => r.worth)], [o.well, rows.filter(r => !r.worth)]]
      : [['', [...rows].sort(by)]];
    this.table.querySelectorAll('tbody').forEach(b => b.remove());
    for (const [name, group] of groups) {
      if (!group.length) continue;
      const head = name ? `<tr><th colspan="9" scope="rowgroup">${escape(name)}</th></tr>` : '';
      const shown = group.slice(0, MOST_ROWS).map(r => this.row(r)).join('');
      const more = group.length > MOST_ROWS ? `<tr><td colspan="9">${escape(o.more(group.length - MOST_ROWS))}</td></tr>` : '';
      const body = document.createElement('tbody');
      body.innerHTML = head + shown + more;
      this.table.append(body);
    }
  }

  matches(m) {
    return !this.filter || (m.mailbox + ' ' + (m.transport || '') + ' ' + (m.participants || []).map(p => p.name + ' ' + p.pid).join(' ')).toLowerCase().includes(this.filter);
  }

  row({ m, kept, key, bad }) {
    const { overview: o } = this.lang;
    const alive = (m.participants || []).filter(p => p.alive !== false);
    const side = (does, waits) => alive.filter(p => p[does] || p[waits] > 0).map(p => ({ name: p.name, state: p.state, waits: p[waits] > 0 }));
    const words = this.finding(m, kept)[1];
    const depth = m.depth === undefined ? '?' : m.depth.toLocaleString('en');
    const bound = Number(m.capacity);
    const waiting = alive.map(p => p.waitingSince).filter(Boolean).sort((a, b) => a - b)[0];
    return `<tr class="${bad || ''}" data-mailbox="${escape(m.mailbox)}" data-finding="${key}"><td class="nm"><a href="#/terminal?name=${encodeURIComponent(m.mailbox)}">${escape(m.mailbox)}</a><small>${escape(o.kind(m))}</small></td>
      <td>${picture(m)}</td><td class="num r">${depth}${bound ? '&nbsp;/&nbsp;' + bound.toLocaleString('en') : ''}</td>
      <td>${line(kept.depths)}</td><td class="num r" data-label="${escape(o.rate)}">${kept.rate === undefined ? '–' : Math.round(kept.rate).toLocaleString('en')}</td>
      <td class="num r" data-label="${escape(o.waits)}">${waiting ? this.words.seconds(Math.max(0, this.frame.t - waiting)) : '–'}</td>
      <td data-label="${escape(o.senders)}">${processes(side('sends', 'waitingToSend'))}</td><td data-label="${escape(o.receivers)}">${processes(side('receives', 'waitingToReceive'))}</td>
      <td class="say2">${words}</td></tr>`;
  }

  /** What is to be said of a mailbox: a key, the words, and whether it is worth a look. */
  finding(m, kept) {
    const f = this.lang.finding;
    const since = kept ? this.words.seconds(Math.max(0, (this.frame ? this.frame.t : kept.at) - kept.since)) : '';
    const alive = (m.participants || []).filter(p => p.alive !== false);
    const stopped = alive.find(p => p.state === 'stopped' && (p.inHand > 0 || p.claims > 0));
    const senders = alive.filter(p => p.waitingToSend > 0).length, receivers = alive.filter(p => p.waitingToReceive > 0).length;
    const rate = Math.round((kept && kept.rate) || 0);
    if (m.condition !== 'live') return [m.condition, f.condition(m.condition), 'bad'];
    if (stopped) return ['held', f.held(since, stopped.name, stopped.pid, stopped.inHand || stopped.claims), ''];
    if (Number(m.capacity) > 0 && m.depth >= Number(m.capacity)) {
      return ['full', f.full(since, senders, alive.filter(p => p.receives).length, rate), ''];
    }
    const listeners = alive.filter(p => p.next !== undefined);
    if (listeners.length > 1 && m.cells) {
      const slowest = listeners.reduce((a, b) => a.next < b.next ? a : b);
      const behind = m.cells.in - slowest.next;
      if (behind > Number(m.capacity) / 2) return ['slow', f.slow(slowest.name, slowest.pid, behind), ''];
    }
    if (m.depth > 0 && !alive.some(p => p.receives)) return ['nobody', f.nobody(m.depth), ''];
    if (rate > 0) return ['moving', f.moving(rate)];
    if (receivers > 0) return ['empty', f.empty(receivers)];
    return m.depth > 0 ? ['lies', f.lies(m.depth)] : ['quiet', f.quiet(alive.length)];
  }

  remove() {
    this.stream.stop();
    this.node.remove();
  }
}

function picture(m) {
  if (m.condition !== 'live') return damagedGauge();
  if (m.capacity === 'zero') return meetingGauge();
  return Number(m.capacity) ? gauge(m.depth || 0, Number(m.capacity)) : openGauge(m.depth || 0);
}
