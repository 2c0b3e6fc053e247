// SPDX-License-Identifier: Apache-2.0
// What was seen so far: a bounded number of moments. When they are too many every second one of the
// older half goes, so an hour takes no more room than a minute.

const MOST_MOMENTS = 1200;
const MOST_EVENTS = 400;

export class History {
  constructor() {
    this.moments = [];
    this.events = [];
    this.cursor = null;
  }

  add(moment, events) {
    if (this.moments.length === 1 && !this.moments[0].started) this.moments.pop();
    this.moments.push(moment);
    if (this.moments.length > MOST_MOMENTS) this.thin();
    this.events.push(...events);
    if (this.events.length > MOST_EVENTS) this.events.splice(0, this.events.length - MOST_EVENTS);
  }

  thin() {
    const half = this.moments.length >> 1;
    const old = this.moments.slice(0, half).filter((m, i) => i % 2 === 0 || m.kept);
    this.moments = [...old, ...this.moments.slice(half)];
    if (this.cursor !== null) this.cursor = null;
  }

  get last() { return this.moments[this.moments.length - 1]; }

  /** The moment that is shown: the last, or the one stepped back to. */
  get shown() {
    return this.cursor === null ? this.last : this.moments[Math.min(this.cursor, this.moments.length - 1)];
  }

  get isPast() { return this.cursor !== null; }

  /** Goes to the moment at a time. */
  goTo(t) {
    let i = this.moments.findIndex(m => m.t >= t - 0.05);
    if (i < 0) i = this.moments.length - 1;
    this.cursor = i >= this.moments.length - 1 ? null : i;
  }

  /** Goes one event back or on. */
  step(direction) {
    const t = this.shown ? this.shown.t : 0;
    const times = this.events.map(e => e.t).filter((x, i, all) => i === 0 || x !== all[i - 1]);
    const next = direction < 0 ? times.filter(x => x < t - 45).at(-1) : times.find(x => x > t + 1);
    if (next === undefined) {
      if (direction > 0) this.cursor = null;
      else if (this.moments.length) this.cursor = 0;
    } else {
      this.goTo(next);
    }
  }

  toNow() { this.cursor = null; }

  toBeginning() { this.cursor = this.moments.length > 1 ? 0 : null; }

  /** The events up to a time. */
  eventsUntil(t) { return this.events.filter(e => e.t <= t + 0.5); }
}
