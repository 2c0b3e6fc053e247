// SPDX-License-Identifier: Apache-2.0
// The time line: depth and throughput as charts, a lane for each process, marks, and the moment that
// is shown, which can be dragged into the past.

import uPlot from '/uplot/uPlot.js';
import { at, escape, make, mark, put } from './dom.js';
import { hue } from './hues.js';

const LEFT = 92, RIGHT = 64, TOP = 84, LANE = 13;
const NARROW_LEFT = 72;
const LEAST_BETWEEN = 250;

export class TimeLine {
  /** @param lanesOnly whether there is no mailbox whose depth could be drawn */
  constructor(lang, words, onSeek, lanesOnly = false) {
    this.lanesOnly = lanesOnly;
    this.head = lanesOnly ? 4 : TOP;
    this.lang = lang;
    this.words = words;
    this.node = make('<div class="tl" role="group"><div class="chart"></div><svg class="over" role="img"></svg></div>');
    this.chart = this.node.querySelector('.chart');
    if (lanesOnly) this.node.classList.add('lanes');
    this.over = this.node.querySelector('.over');
    this.onSeek = onSeek;
    this.drawn = 0;
    const seek = e => {
      const box = this.node.getBoundingClientRect();
      const share = (e.clientX - box.left - this.left()) / (box.width - this.left() - this.right());
      onSeek(this.from + Math.max(0, Math.min(1, share)) * (this.to - this.from));
    };
    this.node.addEventListener('pointerdown', e => { this.node.setPointerCapture(e.pointerId); seek(e); });
    this.node.addEventListener('pointermove', e => { if (e.buttons) seek(e); });
    this.resized = new ResizeObserver(() => { this.drawn = 0; if (this.history) this.update(this.history, this.counted, true); });
    this.resized.observe(this.node);
  }

  left() { return this.node.clientWidth < 560 ? NARROW_LEFT : LEFT; }
  right() { return this.node.clientWidth < 560 ? 40 : RIGHT; }

  /** Draws what was seen, at most four times a second unless it must be now. */
  update(history, counted, now = false) {
    this.history = history;
    this.counted = counted;
    const time = performance.now();
    if (!now && time - this.drawn < LEAST_BETWEEN) {
      clearTimeout(this.later);
      this.later = setTimeout(() => this.update(history, counted, true), LEAST_BETWEEN);
      return;
    }
    if (!history.moments.length || !this.node.clientWidth) return;
    this.drawn = time;
    this.from = history.moments[0].t;
    this.to = Math.max(history.last.t, this.from + 10000);
    this.draw(history, counted);
  }

  draw(history, counted) {
    const width = this.node.clientWidth;
    const moments = history.moments;
    if (this.lanesOnly) {
      this.drawOver(history, width, 0);
      return;
    }
    const data = [moments.map(m => m.t), moments.map(m => m.box.depth), moments.map(m => m.rate || 0)];
    const top = Math.max(1, counted || Math.max(...data[1]));
    const fastest = Math.max(1, ...data[2]);
    this.top = top;
    this.fastest = fastest;
    if (!this.plot) this.plot = this.makePlot(width, data);
    if (this.plot.width !== width) this.plot.setSize({ width, height: TOP });
    this.plot.setData(data, false);
    this.plot.batch(() => {
      this.plot.setScale('x', { min: this.from, max: this.to });
      this.plot.setScale('depth', { min: -top * 26 / 48, max: top + top * 10 / 48 });
      this.plot.setScale('rate', { min: -fastest * 2 / 18, max: fastest * 82 / 18 });
    });
    this.drawOver(history, width, top);
  }

  makePlot(width, data) {
    const css = name => getComputedStyle(document.documentElement).getPropertyValue(name).trim();
    const ink = css('--ink'), second = css('--ink-2'), line = css('--line-2'), rule = css('--line');
    const self = this;
    return new uPlot({
      width, height: TOP, padding: [0, this.right(), 0, this.left()],
      legend: { show: false }, cursor: { show: false }, select: { show: false },
      scales: { x: { time: false, auto: false }, depth: { auto: false }, rate: { auto: false } },
      axes: [{ show: false }, { show: false, scale: 'depth' }, { show: false, scale: 'rate' }],
      series: [
        {},
        { scale: 'depth', stroke: ink, width: 1.5, fill: ink + '18', fillTo: () => 0, points: { show: false }, paths: uPlot.paths.stepped({ align: 1 }) },
        { scale: 'rate', stroke: second, width: 1.2, points: { show: false } },
      ],
      hooks: {
        drawClear: [u => {
          const y0 = u.valToPos(0, 'depth', true), y1 = u.valToPos(self.top, 'depth', true);
          const { left, width: w } = u.bbox;
          u.ctx.save();
          u.ctx.lineWidth = devicePixelRatio;
          u.ctx.strokeStyle = rule;
          u.ctx.beginPath(); u.ctx.moveTo(left, y0); u.ctx.lineTo(left + w, y0); u.ctx.stroke();
          u.ctx.strokeStyle = line;
          u.ctx.setLineDash([2 * devicePixelRatio, 4 * devicePixelRatio]);
          u.ctx.beginPath(); u.ctx.moveTo(left, y1); u.ctx.lineTo(left + w, y1); u.ctx.stroke();
          u.ctx.restore();
        }],
      },
    }, data, this.chart);
  }

  x(t, width) {
    return this.left() + (t - this.from) / (this.to - this.from) * (width - this.left() - this.right());
  }

  drawOver(history, width, top) {
    const letters = history.last.processes.map(p => p.letter);
    const height = this.head + 6 + letters.length * LANE + 24;
    mark(this.over, 'viewBox', `0 0 ${width} ${height}`);
    mark(this.over, 'height', height);
    this.node.style.height = `${height}px`; // the page's end makes room for the lanes
    mark(this.over, 'width', width);
    mark(this.over, 'aria-label', `${this.lang.depth} ${history.shown.box.depth}`);
    const left = this.left();
    const parts = this.lanesOnly ? [] : [
      label(left - 8, 25, this.lang.depth, 'q'), label(left - 8, 77, this.lang.receivedASecond, 'q'),
      `<text x="${at(width - this.right() + 8)}" y="14" font-size="11" class="f m">${top.toLocaleString('en')}</text>`,
      `<text x="${at(width - this.right() + 8)}" y="62" font-size="11" class="f m">0</text>`,
    ];
    letters.forEach((letter, i) => parts.push(...this.lane(letter, this.head + 10 + i * LANE, history.moments, width)));
    const marks = this.lanesOnly ? { lines: [], labels: [] } : this.marks(history, width);
    parts.push(...marks.lines, ...this.ticks(width, height), this.playhead(history, width, height), ...marks.labels);
    put(this.over, parts.join(''));
  }

  lane(letter, y, moments, width) {
    const parts = [`<text x="${this.left() - 8}" y="${y + 4}" font-size="12" text-anchor="end" class="b">${escape(letter)}</text>`];
    const h = hue(letter);
    const fill = h ? `var(--${h})` : 'var(--ink-3)';
    const edge = h ? ` stroke="var(--${h}-ink)" stroke-width=".8"` : '';
    let from = moments[0].t, state = null;
    const flush = to => {
      const x1 = this.x(from, width), x2 = this.x(to, width);
      if (state === 'dead') {
        parts.push(`<path d="M${at(x1 - 4)} ${y - 4}l8 8m0 -8l-8 8" stroke="var(--alarm)" stroke-width="2"/>`);
      } else if (state === 'solid' && x2 - x1 > 0.4) {
        parts.push(`<rect x="${at(x1)}" y="${y - 3.5}" width="${at(Math.max(0.8, x2 - x1 - 0.6))}" height="7" rx="2" fill="${fill}"${edge}/>`);
      } else if (state === 'stopped') {
        parts.push(`<rect x="${at(x1)}" y="${y - 3.5}" width="${at(Math.max(1, x2 - x1))}" height="7" rx="2" fill="url(#hx)" stroke="var(--line-2)" stroke-width=".8"/>`);
      } else if (state === 'asleep') {
        parts.push(`<path d="M${at(x1)} ${y}H${at(x2)}" stroke="var(--line-2)" stroke-width="1.2" stroke-dasharray="1.5 3"/>`);
      }
    };
    for (const m of moments) {
      const p = m.processes.find(q => q.letter === letter);
      const next = p ? laneState(p) : null;
      if (next !== state) {
        if (state !== null) flush(m.t);
        from = m.t;
        state = next;
      }
    }
    if (state !== null) flush(moments[moments.length - 1].t);
    return parts;
  }

  /** What happened, as lines; their labels are drawn last, so that nothing crosses them. */
  marks(history, width) {
    const marks = [];
    const first = (test, words) => {
      const m = history.moments.find(test);
      if (m) marks.push([m.t, words]);
    };
    first(m => m.box.full, this.lang.firstFull);
    const full = history.moments.findIndex(m => m.box.full);
    if (full >= 0) {
      const empty = history.moments.slice(full).find(m => m.box.empty);
      if (empty) marks.push([empty.t, this.lang.firstEmpty]);
    }
    for (const e of history.events) {
      if (e.key === 'killed') marks.push([e.t, this.lang.killedMark(e.letter)]);
      if (e.key === 'repaired') marks.push([e.t, this.lang.repairMark]);
    }
    let last = -Infinity;
    const labels = [];
    const lines = marks.sort((a, b) => a[0] - b[0]).slice(-12).map(([t, words]) => {
      const x = this.x(t, width);
      const room = x - last > 90;
      if (room) last = x;
      const right = x > width - this.right() - 80;
      if (room) labels.push(`<text x="${at(right ? x - 7 : x + 7)}" y="52" font-size="12" text-anchor="${right ? 'end' : 'start'}" stroke="var(--paper)" stroke-width="4" paint-order="stroke">${escape(words)}</text>`);
      return `<path d="M${at(x)} 6V58" stroke="var(--ink)" stroke-width="1" stroke-dasharray="1 3"/>`
        + `<rect x="${at(x - 2.5)}" y="1" width="5" height="5" fill="var(--ink)" transform="rotate(45 ${at(x)} 3.5)"/>`;
    });
    return { lines, labels };
  }

  ticks(width, height) {
    const span = (this.to - this.from) / 1000;
    const step = [1, 2, 5, 10, 20, 30, 60, 120, 300, 600, 1800].find(s => span / s <= (width < 560 ? 4 : 9)) || 3600;
    const ticks = [];
    for (let s = Math.ceil(this.from / 1000 / step) * step; s * 1000 <= this.to; s += step) {
      const x = this.x(s * 1000, width);
      if (x < width - this.right() - 12) ticks.push(`<text x="${at(x)}" y="${height - 6}" font-size="11" text-anchor="middle" class="f">${this.words.seconds(s * 1000).replace('.0', '').replace('0 ms', this.lang.code === 'ko' ? '0초' : '0 s')}</text>`);
    }
    return ticks;
  }

  playhead(history, width, height) {
    const bottom = height - 22;
    const xNow = this.x(history.last.t, width);
    const hand = x => `<path d="M${at(x)} 2V${bottom}" stroke="var(--ink)" stroke-width="2"/><circle cx="${at(x)}" cy="${bottom}" r="5" fill="var(--ink)"/>`;
    if (!history.isPast) return hand(xNow);
    const x = this.x(history.shown.t, width);
    return `<rect x="${at(x)}" y="0" width="${at(Math.max(0, xNow - x))}" height="${bottom}" fill="var(--paper)" opacity=".62"/>`
      + `<path d="M${at(xNow)} 2V${bottom}" stroke="var(--ink-3)" stroke-width="1.5" stroke-dasharray="4 3"/>`
      + `<text x="${at(xNow + 6)}" y="${this.lanesOnly ? 12 : 92}" font-size="11" class="f">${escape(this.lang.now)}</text>` + hand(x);
  }

  /** Takes the colours of another theme. */
  recolour() {
    if (this.plot) { this.plot.destroy(); this.plot = null; }
    if (this.history) this.update(this.history, this.counted, true);
  }

  remove() {
    clearTimeout(this.later);
    this.resized.disconnect();
    if (this.plot) this.plot.destroy();
  }
}

function laneState(p) {
  switch (p.state) {
    case 'asleep': case 'rests': return 'asleep';
    case 'dead': return 'dead';
    case 'stopped': return 'stopped';
    case 'ended': return 'none';
    default: return p.word === 'starts' ? 'asleep' : 'solid';
  }
}

const label = (x, y, words, cls) =>
  `<text x="${x}" y="${y}" font-size="12" text-anchor="end" class="${cls}">${escape(words)}</text>`;
