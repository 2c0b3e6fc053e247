// SPDX-License-Identifier: Apache-2.0
// The bar above the time line: pause, back, one message, speed, and the counters.

import { escape, make, put } from './dom.js';
import { SPEEDS } from './scale.js';

const PAUSE = '<svg width="10" height="12" viewBox="0 0 10 12" aria-hidden="true"><path d="M2 1v10M8 1v10" stroke="currentColor" stroke-width="2.6"/></svg>';
const PLAY = '<svg width="10" height="12" viewBox="0 0 10 12" aria-hidden="true"><path d="M1 1v10l8-5z" fill="currentColor"/></svg>';
const BACK = '<svg width="12" height="12" viewBox="0 0 12 12" aria-hidden="true"><path d="M2 1v10" stroke="currentColor" stroke-width="2"/><path d="M11 1v10L4 6z" fill="currentColor"/></svg>';
const STEP = '<svg width="12" height="12" viewBox="0 0 12 12" aria-hidden="true"><path d="M10 1v10" stroke="currentColor" stroke-width="2"/><path d="M1 1v10l7-5z" fill="currentColor"/></svg>';

export class TransportBar {
  constructor(lang, words, actions) {
    this.lang = lang;
    this.words = words;
    this.node = make(`<div><p class="count m"></p><div class="bar"><button type="button" class="btn pri main"></button><span class="lbl q when"></span>
      <button type="button" class="btn back" aria-label="${escape(lang.stepBack)}">${BACK}<kbd>&larr;</kbd></button>
      <button type="button" class="btn one" aria-label="${escape(lang.oneMessage)}">${STEP}<span class="lbl">${escape(lang.oneMessage)}</span><kbd>&rarr;</kbd></button>
      <label class="speed"><span>${escape(lang.speed)}</span><input type="range" min="0" max="${SPEEDS.length - 1}" step="1"><output></output></label>
      <p class="count"></p></div></div>`);
    const part = q => this.node.querySelector(q);
    this.parts = { main: part('.main'), when: part('.when'), slider: part('input'), speed: part('output'), counts: this.node.querySelectorAll('.count') };
    this.parts.main.addEventListener('click', () => actions.main());
    part('.back').addEventListener('click', () => actions.back());
    part('.one').addEventListener('click', () => actions.one());
    this.parts.slider.addEventListener('input', () => {
      this.dragged = Date.now();
      actions.slower(SPEEDS[Number(this.parts.slider.value)]);
    });
  }

  update(moment, history) {
    const { lang, words } = this;
    put(this.parts.main, history.isPast ? `${escape(lang.backToNow)} <kbd>N</kbd>`
      : moment.paused ? `${PLAY}${escape(lang.go)} <kbd>Space</kbd>` : `${PAUSE}${escape(lang.pause)} <kbd>Space</kbd>`);
    put(this.parts.when, history.isPast ? escape(lang.ago(words.seconds(moment.t), words.seconds(history.last.t - moment.t))) : '');
    if (!this.dragged || Date.now() - this.dragged > 600) {
      const index = SPEEDS.findIndex(s => s <= moment.slower + 0.01);
      this.parts.slider.value = index < 0 ? SPEEDS.length - 1 : index;
    }
    put(this.parts.speed, escape(moment.slower <= 1 ? lang.asItIs : lang.slower(moment.slower)));
    const counts = this.counts(moment).map(([n, word]) => `<span><b>${n.toLocaleString('en')}</b>${escape(word)}</span>`).join('');
    this.parts.counts.forEach(node => put(node, counts));
  }

  counts(moment) {
    const c = moment.counters, words = this.lang.counters;
    if (moment.box.shape === 'zero') {
      return [[moment.offered || c.sent, words.offered], [c.received, words.handed], [c.depth, words.stored]];
    }
    const last = c.lost > 0 || moment.drops ? [c.lost, words.dropped]
      : moment.refused > 0 ? [moment.refused, words.refused] : [0, words.lost];
    return [[c.sent, words.sent], [c.received, words.received], [c.depth, words.depth], last];
  }
}
