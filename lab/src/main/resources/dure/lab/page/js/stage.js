// SPDX-License-Identifier: Apache-2.0
// The stage: senders at the left, the mailbox between, receivers at the right; the sentence above,
// the code beside, what happened and the time line below.

import { escape, make, mark, put } from './dom.js';
import { Card } from './cards.js';
import { History } from './history.js';
import { Names, momentOf } from './moment.js';
import { happenings, inWords } from './happenings.js';
import { SentenceKeeper, sentenceOf } from './sentence.js';
import { TimeLine } from './timeline.js';
import { TransportBar } from './transport.js';
import { Flights } from './flights.js';
import { listings, listingHtml } from './code.js';
import { links } from './links.js';
import { drawing, frameOf, kindOfDrawing } from './shapes.js';
import { situation, DEFAULTS } from './situation.js';
import { lectureAddress } from './scene.js';
import { title } from './sections.js';
import { LifeLines } from './lifelines.js';
import { RepairStory } from './story.js';

export class MailboxStage {
  /** @param run the run's own words: scenario, mailboxes, words, order(letter, order), orderAll(order) */
  constructor(root, run, lang, words, go) {
    Object.assign(this, { root, run, lang, words, go });
    this.history = new History();
    this.names = new Names();
    this.keeper = new SentenceKeeper();
    this.cards = new Map();
    this.refusedSoFar = 0;
    this.build();
  }

  build() {
    const { lang, run } = this;
    this.node = make(`<main><section class="now"><h1 class="say" aria-live="polite"></h1><p class="src"><a target="_self"></a></p></section>
      <div class="main"><div><div class="stage"><div class="col left"></div><p class="gate"></p><svg class="ring" viewBox="0 0 468 452" role="img"></svg><p class="gate"></p><div class="col right"></div></div>
      <ul class="vh cells"></ul><section class="ev"><h2>${escape(lang.whatHappened)}</h2><ol></ol></section></div><aside class="side"></aside></div>
      <section class="time" aria-label="time"></section></main>`);
    const part = q => this.node.querySelector(q);
    this.parts = { now: part('.now'), say: part('.say'), source: part('.src a'), left: part('.left'), right: part('.right'), svg: part('svg.ring'), side: part('.side'), events: part('.ev ol'), time: part('.time'), cells: part('.cells'), gates: this.node.querySelectorAll('.gate') };
    if (run.words && run.words.senders) this.parts.now.prepend(situation({ ...DEFAULTS, ...run.words }, lang, 'situ', w => this.go(w)));
    this.flights = new Flights(this.parts.svg);
    this.bar = new TransportBar(lang, this.words, {
      main: () => this.main(), back: () => this.back(), one: () => this.one(), slower: f => this.run.orderAll('slower ' + f),
    });
    this.timeLine = new TimeLine(lang, this.words, t => { this.history.goTo(t); this.draw(); });
    this.parts.time.append(this.bar.node, this.timeLine.node);
    this.parts.events.addEventListener('click', e => {
      const link = e.target.closest('[data-t]');
      if (link) { this.history.goTo(Number(link.dataset.t)); this.draw(); }
    });
    if (run.id === 'rendezvous') this.extra = new LifeLines(this.parts.svg.closest('.stage').parentNode, lang);
    if (run.id === 'killed-writing') {
      this.extra = new RepairStory(this.node, lang);
      this.parts.time.before(this.extra.node);
    }
    if (run.id === 'rendezvous') this.node.querySelector('.ev').before(this.extra.node);
    this.root.append(this.node);
    this.resized = new ResizeObserver(() => { this.heights = null; if (this.history.last) this.draw(); });
    this.resized.observe(this.parts.svg);
  }

  // What is done.

  main() {
    if (this.history.isPast) { this.history.toNow(); this.draw(); }
    else this.run.orderAll(this.history.last && this.history.last.paused ? 'go' : 'pause');
  }

  back() { this.history.step(-1); this.draw(); }

  /** One event on in the past; one message on now. */
  one() {
    if (this.history.isPast) { this.history.step(1); this.draw(); } else this.run.orderAll('step');
  }

  toBeginning() { this.history.toBeginning(); this.draw(); }

  toNow() { this.history.toNow(); this.draw(); }

  speed(direction) {
    const now = this.history.last ? this.history.last.slower : 1;
    const next = direction < 0 ? Math.min(64, now * 2) : Math.max(1, now / 2);
    this.run.orderAll('slower ' + next);
  }

  // What is shown.

  show(frame) {
    const moment = momentOf(frame, this.run, this.names, this.run.id === 'film' ? 1 : 0);
    const before = this.history.last;
    this.complete(moment, before);
    const events = moment.started ? happenings(moment, before) : [];
    moment.kept = events.length > 0;
    this.history.add(moment, events);
    if (document.hidden) return;
    if (!this.history.isPast) {
      this.flights.see(moment, before, this.heights || new Map(), () => { this.drawPicture(); this.drawCards(this.history.shown, this.history.isPast); });
      this.draw();
    } else {
      this.timeLine.update(this.history, this.run.size(moment));
    }
  }

  /** What needs the moments before: rates, refusals, seams, where messages came from. */
  complete(moment, before) {
    this.refusedSoFar += moment.events.filter(e => e.word === 'refused').length;
    moment.refused = this.refusedSoFar;
    moment.drops = (this.run.mailboxes[0]['when-full'] || '').startsWith('drop');
    moment.rate = this.rate(moment);
    if (before) {
      moment.wasFull = moment.box.full ? moment.t : before.wasFull;
      moment.offered = (before.offered || 0) + moment.events.filter(e => e.word === 'sends').length;
    } else {
      moment.offered = moment.events.filter(e => e.word === 'sends').length;
    }
    this.label(moment, before);
    this.mend(moment, before);
  }

  rate(moment) {
    const from = this.history.moments.findLast(m => moment.t - m.t >= 900);
    return from ? Math.max(0, (moment.counters.received - from.counters.received) / (moment.t - from.t) * 1000) : 0;
  }

  /** A message keeps its name in its cell; and a receiver knows from which cell it took one. */
  label(moment, before) {
    const old = before ? before.box.cells : [];
    for (const cell of moment.box.cells) {
      const was = old.find(c => c.index === cell.index);
      if (!cell.label && was && was.position === cell.position && cell.state !== 'free') cell.label = was.label;
    }
    for (const p of moment.processes) {
      if (p.word === 'writes' || p.word === 'killed-writing') {
        const cell = moment.box.cells.find(c => c.holder === p.letter && (c.state === 'writing' || c.orphaned));
        if (cell) { p.cell = cell.index; cell.label = p.message; }
      }
      if (p.hand === 'double') {
        const position = Number(p.about[2]);
        p.from = moment.box.shape === 'ring' && moment.box.size && position >= 0 ? position % moment.box.size : null;
      }
    }
  }

  mend(moment, before) {
    if (!before) return;
    for (const cell of moment.box.cells) {
      const was = before.box.cells.find(c => c.index === cell.index);
      if (was && was.orphaned && !cell.orphaned) cell.seamSince = moment.t;
      else if (was && was.seamSince && moment.t - was.seamSince < 2000 * Math.max(1, moment.slower / 2)) cell.seamSince = was.seamSince;
      cell.seam = cell.seamSince !== undefined && cell.state === 'free';
    }
  }

  draw() {
    const moment = this.history.shown;
    if (!moment) return;
    const past = this.history.isPast;
    const told = this.history.eventsUntil(moment.t);
    this.drawCards(moment, past);
    this.drawPicture();
    this.drawSentence(moment, told, past);
    put(this.parts.side, listings(moment, this.run, this.lang).map(listingHtml).join('') + this.tip(moment));
    this.drawEvents(told);
    this.bar.update(moment, this.history);
    this.timeLine.update(this.history, this.run.size(moment), past);
    if (this.extra) this.extra.update(moment, this.history);
  }

  drawCards(moment, past) {
    for (const side of ['left', 'right']) {
      const processes = moment.processes.filter(p => (p.side === 'receive') === (side === 'right'));
      mark(this.parts[side], 'data-many', processes.length <= 2 ? null : processes.length <= 4 ? '4' : '12');
      for (const p of processes) {
        if (!this.cards.has(p.letter)) {
          const card = new Card(p.letter, this.lang, (letter, order) => this.run.order(letter, order));
          this.cards.set(p.letter, card);
          this.parts[side].append(card.node);
          this.heights = null;
        }
        this.cards.get(p.letter).update(p, moment, this.words, past, past ? undefined : this.flights.away);
      }
    }
  }

  drawPicture() {
    const moment = this.history.shown;
    const [top, height] = frameOf(moment.box);
    if (this.top !== top) this.heights = null;
    this.top = top;
    mark(this.parts.svg, 'viewBox', `0 ${top} 468 ${height}`);
    if (!this.heights) this.measure();
    const flying = this.history.isPast ? new Set() : this.flights.away;
    const box = { ...moment.box, cells: moment.box.cells.map(c => flying.has(c.label) && c.state !== 'free' ? { ...c, hidden: true } : c) };
    const still = this.parts.svg.querySelector('.still') || this.parts.svg.insertBefore(
      document.createElementNS('http://www.w3.org/2000/svg', 'g'), this.parts.svg.firstChild);
    still.setAttribute('class', 'still');
    put(still, drawing(box, moment, this.lang) + links(moment, this.heights, flying));
    mark(this.parts.svg, 'aria-label', this.lang.ringLabel(moment.box));
    mark(this.parts.svg, 'data-kind', kindOfDrawing(box));
    if (box.cells.length <= 16) put(this.parts.cells, box.cells.map(c => `<li>${escape(this.lang.cellLabel(c))}</li>`).join(''));
    const shut = side => moment.processes.filter(p => (p.side === 'receive') === (side === 'right') && p.side !== 'own' && p.state !== 'dead' && p.state !== 'ended');
    const isShut = side => shut(side).length > 0 && shut(side).every(p => p.state === 'asleep' || p.state === 'spins');
    this.gate(this.parts.gates[0], isShut('left'), this.lang.gateRoom);
    this.gate(this.parts.gates[1], isShut('right'), this.lang.gateMessage);
  }

  gate(node, shut, words) {
    node.className = 'gate' + (shut ? ' shut' : '');
    put(node, shut ? `<span>${escape(words)}</span>` : '');
  }

  measure() {
    const box = this.parts.svg.getBoundingClientRect();
    const scale = 468 / (box.width || 468);
    this.heights = new Map();
    for (const [letter, card] of this.cards) {
      const r = card.node.getBoundingClientRect();
      this.heights.set(letter, ((r.top + r.bottom) / 2 - box.top) * scale + this.top);
    }
  }

  drawSentence(moment, told, past) {
    const chosen = this.keeper.choose(sentenceOf(moment, told, this.run), performance.now(), past);
    const about = { ...chosen.about };
    if (typeof about.rate === 'number') about.rate = this.words.perSecond(about.rate);
    put(this.parts.say, this.lang.say[chosen.key](about));
    mark(this.parts.say, 'data-key', chosen.key);
    put(this.parts.source, escape(this.lang.lecture(chosen.section, title(chosen.section, this.lang))));
    mark(this.parts.source, 'href', lectureAddress(chosen.section, this.lang));
  }

  tip(moment) {
    const { lang } = this;
    const writing = moment.processes.find(p => p.word === 'writes');
    const words = this.run.id === 'film' ? lang.tip.film
      : this.run.words && this.run.words.until === 'nothing' ? lang.tip.refused
      : moment.box.shape === 'zero' ? lang.tip.zero
        : moment.box.shape === 'pair' ? lang.tip.pair
          : moment.box.shape === 'train' ? lang.tip.unbounded
            : writing && moment.slower >= 2 ? lang.tip.store(writing.message)
              : moment.processes.some(p => p.word === 'asleep-message') ? lang.tip.asleep
                : moment.box.shape === 'ring' ? lang.tip.free(moment.box.size) : '';
    return words ? `<p class="tip">${escape(words)}</p>` : '';
  }

  drawEvents(told) {
    put(this.parts.events, told.slice(-3).map(e =>
      `<li><time>${this.words.clock(e.t)}</time><span><button type="button" class="moment" data-t="${e.t}">${escape(inWords(e, this.lang))}</button></span></li>`).join(''));
  }

  recolour() { this.timeLine.recolour(); }

  remove() {
    this.resized.disconnect();
    this.timeLine.remove();
    this.flights.remove();
    this.node.remove();
  }
}
