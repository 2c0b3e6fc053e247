// SPDX-License-Identifier: Apache-2.0
// A stage without a mailbox in its middle: a picture, its processes, the code, what happened, and
// the time line. What is particular to a scenario is in its scene.

import { escape, make, mark, put } from './dom.js';
import { Card } from './cards.js';
import { History } from './history.js';
import { SentenceKeeper } from './sentence.js';
import { TimeLine } from './timeline.js';
import { TransportBar } from './transport.js';
import { listingHtml } from './code.js';
import { title } from './sections.js';

export class SceneStage {
  constructor(root, run, lang, words, scene) {
    Object.assign(this, { root, run, lang, words, scene });
    this.history = new History();
    this.keeper = new SentenceKeeper();
    this.cards = new Map();
    this.build();
  }

  build() {
    const { lang, scene } = this;
    const actions = (scene.actions || []).map(a => `<button type="button" class="btn" data-action="${a.id}">${escape(lang.scene[a.id])}</button>`).join('');
    this.node = make(`<main class="scene"><section class="now"><p class="situ">${escape(lang.scenarios[this.run.id][1])}</p><h1 class="say" aria-live="polite"></h1><p class="src"><a></a></p></section>
      <div class="main"><div><div class="box picture"><svg class="drawn" role="img"></svg>${actions ? `<p class="actions">${actions}</p>` : ''}</div><div class="cast"></div>
      <section class="ev"><h2>${escape(lang.whatHappened)}</h2><ol></ol></section></div><aside class="side"></aside></div><section class="time" aria-label="time"></section></main>`);
    const part = q => this.node.querySelector(q);
    this.parts = { say: part('.say'), source: part('.src a'), svg: part('svg.drawn'), cast: part('.cast'), events: part('.ev ol'), side: part('.side') };
    this.bar = new TransportBar(lang, this.words, { main: () => this.main(), back: () => this.back(), one: () => this.one(), slower: f => this.run.orderAll('slower ' + f) });
    this.bar.counts = m => scene.counters(m, lang);
    this.timeLine = new TimeLine(lang, this.words, t => { this.history.goTo(t); this.draw(); }, true);
    part('.time').append(this.bar.node, this.timeLine.node);
    this.parts.events.addEventListener('click', e => {
      const link = e.target.closest('[data-t]');
      if (link) { this.history.goTo(Number(link.dataset.t)); this.draw(); }
    });
    this.node.addEventListener('click', e => {
      const button = e.target.closest('[data-action]');
      if (button) for (const [letter, order] of scene.actions.find(a => a.id === button.dataset.action).orders(this.history.last)) this.run.order(letter, order);
    });
    this.root.append(this.node);
    this.resized = new ResizeObserver(() => { if (this.history.last) this.drawPicture(); });
    this.resized.observe(this.node);
  }

  main() {
    if (this.history.isPast) { this.history.toNow(); this.draw(); }
    else this.run.orderAll(this.history.last && this.history.last.paused ? 'go' : 'pause');
  }

  back() { this.history.step(-1); this.draw(); }

  one() {
    if (this.history.isPast) { this.history.step(1); this.draw(); } else this.run.orderAll('step');
  }

  toBeginning() { this.history.toBeginning(); this.draw(); }

  toNow() { this.history.toNow(); this.draw(); }

  speed(direction) {
    const now = this.history.last ? this.history.last.slower : 1;
    this.run.orderAll('slower ' + (direction < 0 ? Math.min(64, now * 2) : Math.max(1, now / 2)));
  }

  show(frame) {
    const before = this.history.last;
    let facts = before ? before.facts : this.scene.facts;
    for (const e of frame.events) facts = this.scene.after(facts, e) || facts;
    const moment = { t: frame.started ? frame.t : 0, started: frame.started, slower: frame.slower, paused: frame.paused, events: frame.events, facts, links: frame.links || [], mailboxes: frame.mailboxes, box: { depth: 0 } };
    moment.processes = frame.processes.map(p => this.process(p, frame));
    const events = frame.started ? frame.events.map(e => ({ ...e, words: this.scene.tell(e, this.lang), key: e.word })).filter(e => e.words) : [];
    moment.kept = events.length > 0;
    this.history.add(moment, events);
    if (document.hidden) return;
    if (!this.history.isPast) this.draw(); else this.timeLine.update(this.history, 0);
  }

  process(p, frame) {
    const shown = { letter: p.letter, side: p.kind, pid: p.pid, alive: p.alive, paused: p.paused, rate: p.rate, cpu: p.alive ? p.cpu : null, cpuMillis: p.cpuMillis, since: Math.max(0, frame.t - p.since), effective: p.rate === 'max' ? Infinity : Number(p.rate) / frame.slower, doing: p.doing, about: p.about, message: p.about[0], hand: null, state: 'work', word: p.doing };
    if (p.killed) Object.assign(shown, { state: 'dead', word: 'killed' });
    else if (!p.alive) Object.assign(shown, { state: 'ended', word: 'ended' });
    else if (p.stopped) Object.assign(shown, { state: 'stopped', word: 'stopped' });
    else if (p.doing === 'failed' || p.doing === 'refused-role') Object.assign(shown, { state: 'ended', word: 'refused' });
    else if (p.paused) Object.assign(shown, { state: 'rests', word: 'rests' });
    else Object.assign(shown, this.scene.state(shown, frame));
    return shown;
  }

  draw() {
    const moment = this.history.shown;
    if (!moment) return;
    const past = this.history.isPast;
    for (const p of moment.processes) {
      if (!this.cards.has(p.letter)) {
        const card = new Card(p.letter, this.lang, (letter, order) => this.run.order(letter, order));
        this.cards.set(p.letter, card);
        this.parts.cast.append(card.node);
      }
      this.cards.get(p.letter).update(p, moment, this.words, past);
    }
    mark(this.parts.cast, 'data-many', moment.processes.length > 4 ? 'many' : String(moment.processes.length));
    this.drawPicture();
    const starting = !moment.started;
    const chosen = this.keeper.choose(starting ? { key: 'starting', about: {}, section: '1' } : this.scene.sentence(moment), performance.now(), past);
    put(this.parts.say, (this.lang.scene.say[chosen.key] || this.lang.say[chosen.key])(chosen.about || {}));
    mark(this.parts.say, 'data-key', chosen.key);
    put(this.parts.source, escape(this.lang.lecture(chosen.section, title(chosen.section, this.lang))));
    mark(this.parts.source, 'href', lectureAddress(chosen.section, this.lang));
    put(this.parts.side, this.scene.listings(moment, this.lang).map(listingHtml).join('') + (this.lang.scene.tip[this.run.id] ? `<p class="tip">${escape(this.lang.scene.tip[this.run.id])}</p>` : ''));
    const told = this.history.eventsUntil(moment.t);
    put(this.parts.events, told.slice(-3).map(e => `<li><time>${this.words.clock(e.t)}</time><span><button type="button" class="moment" data-t="${e.t}">${escape(this.scene.tell(e, this.lang))}</button></span></li>`).join(''));
    this.bar.update(moment, this.history);
    this.timeLine.update(this.history, 0, past);
  }

  drawPicture() {
    const width = Math.max(280, this.parts.svg.parentNode.clientWidth - 36);
    const { html, height } = this.scene.draw(this.history.shown, this.lang, width, this.words);
    mark(this.parts.svg, 'viewBox', `0 0 ${width} ${height}`);
    mark(this.parts.svg, 'width', width);
    mark(this.parts.svg, 'height', height);
    put(this.parts.svg, html);
    mark(this.parts.svg, 'aria-label', this.parts.say.textContent);
  }

  recolour() { this.timeLine.recolour(); }

  remove() {
    this.resized.disconnect();
    this.timeLine.remove();
    this.node.remove();
  }
}

/** Where a section of the lecture can be read. */
export function lectureAddress(section, lang) {
  return '#/lecture?section=' + section;
}
