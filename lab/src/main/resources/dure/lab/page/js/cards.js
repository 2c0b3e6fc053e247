// SPDX-License-Identifier: Apache-2.0
// The cards of processes: who it is, what it does and since when, what it has in hand, and what one
// can do to it.

import { make, put, mark, escape } from './dom.js';
import { chip, badgePicture } from './chip.js';
import { fromSlider, toSlider } from './scale.js';

const ICONS = {
  moon: '<svg width="26" height="26" viewBox="0 0 16 16" aria-hidden="true"><path class="moon" d="M12.6 9.8A5.6 5.6 0 0 1 6.2 3.4a5.6 5.6 0 1 0 6.4 6.4z" fill="none" stroke="currentColor" stroke-width="1.5" stroke-linejoin="round"/></svg>',
  pen: '<svg width="16" height="16" viewBox="0 0 16 16" aria-hidden="true"><path d="M3 13l1-3.2L11 2.8l2.2 2.2-7 7z" fill="none" stroke="currentColor" stroke-width="1.4" stroke-linejoin="round"/></svg>',
  play: '<svg width="16" height="16" viewBox="0 0 16 16" aria-hidden="true"><path d="M5 3.5v9l7.5-4.5z" fill="currentColor"/></svg>',
  clock: '<svg width="16" height="16" viewBox="0 0 16 16" aria-hidden="true"><circle cx="8" cy="8" r="5" fill="none" stroke="currentColor" stroke-width="1.5"/><path d="M8 5v3.2l2.2 1.4" fill="none" stroke="currentColor" stroke-width="1.5"/></svg>',
  cross: '<svg width="16" height="16" viewBox="0 0 16 16" aria-hidden="true"><path d="M3.5 3.5l9 9M12.5 3.5l-9 9" stroke="currentColor" stroke-width="2.2"/></svg>',
  bars: '<svg width="16" height="16" viewBox="0 0 16 16" aria-hidden="true"><path d="M5.5 3v10M10.5 3v10" stroke="currentColor" stroke-width="2.4"/></svg>',
  turn: '<svg width="16" height="16" viewBox="0 0 16 16" aria-hidden="true"><path class="turning" d="M13 8a5 5 0 1 1-1.6-3.7M13 2.4v3.2H9.8" fill="none" stroke="currentColor" stroke-width="1.6"/></svg>',
  end: '<svg width="16" height="16" viewBox="0 0 16 16" aria-hidden="true"><rect x="4.5" y="4.5" width="7" height="7" fill="none" stroke="currentColor" stroke-width="1.5"/></svg>',
  needle: '<svg width="16" height="16" viewBox="0 0 16 16" aria-hidden="true"><path d="M2 12L14 4M4.2 7.2l2.6 4M7.6 5l2.6 4M11 2.8l2 3.4" stroke="currentColor" stroke-width="1.4"/></svg>',
};

function icon(p) {
  switch (p.state) {
    case 'asleep': return p.word === 'asleep-turn' ? ICONS.bars : ICONS.moon;
    case 'spins': return ICONS.turn;
    case 'stopped': return ICONS.bars;
    case 'rests': return ICONS.bars;
    case 'dead': return ICONS.cross;
    case 'ended': return ICONS.end;
    case 'mends': return ICONS.needle;
    default: return p.word === 'writes' ? ICONS.pen : p.word === 'works' ? ICONS.clock : ICONS.play;
  }
}

/** A card of a process, which is changed by what it is told. */
export class Card {
  constructor(letter, lang, order) {
    this.letter = letter;
    this.lang = lang;
    this.node = make(`<article class="proc" aria-label="${letter}" tabindex="-1">
      <header></header><p class="st"><span class="ic"></span><span class="wd"></span><span class="t num"></span></p>
      <div class="hand"></div>
      <label class="rate"><span class="vh">${escape(lang.rateOf(letter))}</span><input type="range" min="0" max="100" data-rate="${letter}"><output></output></label>
      <div class="acts" role="group" aria-label="${letter}"></div></article>`);
    const part = q => this.node.querySelector(q);
    this.parts = { head: part('header'), icon: part('.ic'), word: part('.wd'), time: part('.t'), hand: part('.hand'), slider: part('input'), rate: part('output'), acts: part('.acts') };
    this.parts.slider.addEventListener('input', () => {
      this.dragged = Date.now();
      order(letter, 'rate ' + fromSlider(Number(this.parts.slider.value)));
    });
    this.node.addEventListener('click', e => {
      const button = e.target.closest('button[data-do]');
      if (button) order(letter, button.dataset.do);
    });
  }

  update(p, moment, words, past, away = new Set()) {
    const { lang } = this;
    this.node.className = 'proc ' + (p.state === 'work' ? '' : p.state);
    this.node.dataset.state = p.word;
    put(this.parts.head, `${badgePicture(p.letter, 20)}<b>${p.name ? escape(p.name) : `${escape(lang.roles[p.side])} ${p.letter}`}</b><span class="pid">${p.pid}</span>`);
    put(this.parts.icon, icon(p));
    const word = lang.process[p.word];
    put(this.parts.word, escape(typeof word === 'function' ? word(p, moment.box) : word || p.word));
    const timed = ['asleep', 'spins', 'dead', 'stopped'].includes(p.state) || p.word === 'works' || p.word === 'rests-holding' || p.word === 'makes';
    put(this.parts.time, timed ? words.shortTime(p.since) : '');
    put(this.parts.hand, this.hand(p, moment, away) + `<span class="cpu">${lang.cpu(p.cpu)}</span>`);
    if (!this.dragged || Date.now() - this.dragged > 600) this.parts.slider.value = toSlider(p.rate);
    this.parts.slider.disabled = !p.alive || past;
    put(this.parts.rate, p.alive ? words.rate(p.effective) : '–');
    put(this.parts.acts, this.acts(p, past));
  }

  hand(p, moment, away) {
    const { lang } = this;
    const picture = (kind, door) => `<svg class="${door}" width="35" height="35" viewBox="-17.5 -17.5 35 35" aria-hidden="true">${chip(p.message, kind, 0, 0, kind === 'double' ? 15.5 : 12.7)}</svg>`;
    if (p.word === 'killed-writing') return `<span>${escape(lang.hand.never(p.message))}</span>`;
    if (p.hand === 'outlined' && moment.box.shape === 'zero') return `<span>${escape(lang.hand.offered(p.message))}</span>`;
    if (p.hand === 'outlined') return picture('outlined', 'door') + `<span>${escape(lang.hand.outlined(p.message))}</span>`;
    if (p.hand === 'writing') return `<span>${escape(lang.hand.writing(p.message))}</span>`;
    if (p.progress) return progress(p.progress, lang);
    if (p.hand === 'double' && away.has(p.message)) return `<span>${escape(lang.hand.coming(p.message))}</span>`;
    if (p.hand === 'double' && p.state !== 'dead') return picture('double', '') + `<span>${escape(p.from === undefined || p.from === null ? lang.hand.double : lang.hand.from(p.from))}</span>`;
    return `<span>${escape(lang.hand.empty)}</span>`;
  }

  acts(p, past) {
    const { lang } = this;
    const button = (what, label, extra = '') =>
      `<button type="button" data-do="${what}"${extra}${past ? ' disabled' : ''}>${escape(label)}</button>`;
    if (!p.alive || p.state === 'dead' || p.state === 'ended') {
      return button('restart', lang.acts.restart, ' style="grid-column:1/-1"');
    }
    const stopped = p.state === 'stopped';
    return button(p.paused ? 'go' : 'pause', p.paused ? lang.acts.go : lang.acts.pause, ' class="opt"')
      + button('step', lang.acts.step, ' class="opt"')
      + button(stopped ? 'continue' : 'stop', stopped ? lang.acts.continue : lang.acts.stop, ` title="${stopped ? 'SIGCONT' : 'SIGSTOP'}"`)
      + button('kill', lang.acts.kill, ' class="kill" title="kill -9"');
  }
}

/** How far a long message has come. */
function progress([done, all], lang) {
  return `<svg width="58" height="12" aria-hidden="true"><rect x=".7" y="2" width="56" height="8" rx="2" fill="none" stroke="var(--a-ink)" stroke-dasharray="3 2"/><rect x=".7" y="2" width="${Math.round(56 * done / all)}" height="8" rx="2" fill="var(--a)"/></svg><span class="together">${escape(lang.hand.pieces(done, all))}</span>`;
}
