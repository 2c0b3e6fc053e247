// SPDX-License-Identifier: Apache-2.0
// Who waits for whom at a rendezvous: a line of life for each side, and an arrow where they meet.

import { at, escape, make, put } from './dom.js';
import { badge, chip } from './chip.js';
import { hue } from './hues.js';

const SPAN = 16000;

export class LifeLines {
  constructor(parent, lang) {
    this.lang = lang;
    this.node = make('<div class="box lives"><svg role="img"></svg></div>');
    this.svg = this.node.querySelector('svg');
    parent.append(this.node);
  }

  update(moment, history) {
    const width = Math.max(300, this.node.clientWidth - 36);
    const narrow = width < 560;
    const sender = moment.processes.find(p => p.side === 'send');
    const receiver = moment.processes.find(p => p.side === 'receive');
    if (!sender || !receiver) return;
    const left = narrow ? 40 : 96, right = width - 24;
    const from = Math.max(0, moment.t - SPAN * 0.92), to = from + SPAN;
    const x = t => left + (t - from) / (to - from) * (right - left);
    const past = history.moments.filter(m => m.t <= moment.t + 0.5 && m.started);
    const parts = [`<g transform="translate(${narrow ? 18 : 40} 60)">${badge(sender.letter, 14)}</g>`,
      `<g transform="translate(${narrow ? 18 : 40} 190)">${badge(receiver.letter, 13)}</g>`];
    parts.push(...this.life(past, sender.letter, 60, x, from, 44, narrow));
    parts.push(...this.life(past, receiver.letter, 190, x, from, 218, narrow));
    parts.push(...this.meetings(history.eventsUntil(moment.t), x, from, narrow));
    const now = x(moment.t);
    if (sender.hand === 'outlined') parts.push(chip(sender.message, 'outlined', now - 24, 92, 13.2));
    parts.push(`<path d="M${at(now)} 20V224" stroke="var(--ink)" stroke-width="2"/><circle cx="${at(now)}" cy="224" r="5" fill="var(--ink)"/>`);
    this.svg.setAttribute('viewBox', `0 ${narrow ? 20 : 0} ${width} ${narrow ? 216 : 244}`);
    this.svg.setAttribute('aria-label', this.lang.lives(sender.letter, receiver.letter));
    put(this.svg, parts.join(''));
  }

  life(past, letter, y, x, from, textY, narrow) {
    const h = hue(letter);
    const parts = [];
    let start = null, waits = null;
    const flush = end => {
      if (start === null || end < from) return;
      const x1 = x(Math.max(from, start)), x2 = x(end);
      if (!waits) {
        parts.push(`<rect x="${at(x1)}" y="${y - 6}" width="${at(Math.max(1, x2 - x1 - 1))}" height="12" rx="3" fill="${h ? `var(--${h})` : 'var(--ink-3)'}"/>`);
      } else {
        parts.push(`<path d="M${at(x1)} ${y}H${at(x2)}" stroke="var(--ink-2)" stroke-width="2" stroke-dasharray="2 4"/>`);
        const long = h ? this.lang.waitsForHand(letter) : this.lang.waitsForOffer(letter);
        const fits = words => x2 - x1 > words.length * (this.lang.code === 'ko' ? 11 : 6.4);
        const words = narrow || !fits(long) ? this.lang.waitsShort(letter) : long;
        if (fits(words)) {
          parts.push(`<text x="${at((x1 + x2) / 2)}" y="${textY}" font-size="13" text-anchor="middle" class="q">${escape(words)}</text>`);
        }
      }
    };
    for (const m of past) {
      const p = m.processes.find(q => q.letter === letter);
      if (!p) continue;
      const next = p.state === 'dead' || p.state === 'ended' ? null : p.state === 'asleep';
      if (next !== waits || start === null) {
        if (start !== null && waits !== null) flush(m.t);
        start = m.t;
        waits = next;
      }
    }
    if (start !== null && waits !== null && past.length) flush(past.at(-1).t);
    return parts;
  }

  meetings(events, x, from, narrow) {
    return events.filter(e => e.key === 'received' && e.t > from).map(e => {
      const m = x(e.t);
      return `<path d="M${at(m)} 69V181" stroke="var(--ink)" stroke-width="2"/><path d="M-6 -4.5L2 0L-6 4.5" fill="none" stroke="var(--ink)" stroke-width="1.8" transform="translate(${at(m)} 178) rotate(90)"/>`
        + chip(e.about[0], 'solid', m, 125, narrow ? 13 : 16)
        + (narrow ? '' : `<text x="${at(m + 22)}" y="130" font-size="13" class="b" stroke="var(--surface)" stroke-width="3" paint-order="stroke">${escape(this.lang.theyMeet)}</text>`);
    });
  }
}
