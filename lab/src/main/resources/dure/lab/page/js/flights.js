// SPDX-License-Identifier: Apache-2.0
// Which messages are on their way: what changed between two moments, as movements. Over twelve a
// second there are none, and a stream is drawn instead.

import { duration, fly, wayAcross, wayDown, wayIn, wayOut } from './motion.js';

const MOST_AT_ONCE = 6;

export class Flights {
  constructor(svg) {
    this.svg = svg;
    this.away = new Set();
    this.gone = false;
  }

  see(moment, before, heights, redraw) {
    if (!before || moment.rate > 12 || moment.t - before.t > 2000) return;
    const ms = duration(moment.slower);
    for (const e of moment.events) {
      const way = this.wayOf(e, moment, before, heights);
      if (way && this.away.size < MOST_AT_ONCE) this.start(way, ms, redraw);
    }
  }

  /** The label of a message that moves, how it looks meanwhile, and its way. */
  wayOf(e, moment, before, heights) {
    const y = heights.get(e.letter);
    const label = e.about[0];
    if (y === undefined || !label || this.away.has(label)) return null;
    const { box } = moment;
    switch (e.word) {
      case 'writes': {
        const p = moment.processes.find(q => q.letter === e.letter);
        return box.shape === 'ring' && box.size <= 128 && p && p.cell !== undefined
          ? { label, kind: 'hatched', way: wayIn(y, p.cell, box.size) } : null;
      }
      case 'took': case 'holds': {
        if (box.shape === 'zero') {
          const from = heights.get(label[0]);
          return from === undefined ? null : { label, kind: 'double', way: wayAcross(from, y) };
        }
        const position = Number(e.about[2]);
        return box.shape === 'ring' && box.size && position >= 0
          ? { label, kind: 'double', way: wayOut(y, position % box.size, box.size) } : null;
      }
      case 'refused': return { label, kind: 'outlined', way: wayDown(y) };
      default: return null;
    }
  }

  start({ label, kind, way }, ms, redraw) {
    this.away.add(label);
    fly(this.svg, label, kind, way, ms, () => {
      this.away.delete(label);
      if (!this.gone) redraw();
    });
  }

  remove() { this.gone = true; }
}
