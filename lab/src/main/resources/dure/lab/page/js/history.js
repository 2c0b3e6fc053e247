// SPDX-License-Identifier: Apache-2.0
// What was seen so far: a bounded number of moments. When they are too many every second one of the
// older half goes, so an hour takes no more room than a minute. A moment in which something happened
// stays as long as its event does.

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
    this.events.push(...events);
    if (this.events.length > MOST_EVENTS) this.events.splice(0, this.events.length - MOST_EVENTS);
    if (this.moments.length > MOST_MOMENTS) this.thin();
  }

  thin() {
    const half = this.moments.length >> 1;
    const told = this.events.length ? this.events[0].t - 0.05 : Infinity;
    const old = this.moments.slice(0, half).filter((m, i) => i % 2 === 0 || (m.kept && m.t >= told));
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
  goTo(t) { this.show(this.indexAt(t)); }

  /** Goes to the moment of the event before this one or after it. */
  step(direction) {
    const here = this.isPast ? this.cursor : this.moments.length - 1;
    const seen = this.events.map(e => this.indexAt(e.t));
    const next = direction < 0 ? seen.filter(i => i < here).at(-1) : seen.find(i => i > here);
    if (next !== undefined) this.show(next);
    else if (direction > 0) this.toNow();
    else this.toBeginning();
  }

  /** The first moment that knows what happened at a time. */
  indexAt(t) {
    const i = this.moments.findIndex(m => m.t >= t - 0.05);
    return i < 0 ? this.moments.length - 1 : i;
  }

  /** The last moment is now, and no past. */
  show(index) { this.cursor = index >= this.moments.length - 1 ? null : index; }

  toNow() { this.cursor = null; }

  toBeginning() { this.cursor = this.moments.length > 1 ? 0 : null; }

  /** The events up to a time. */
  eventsUntil(t) { return this.events.filter(e => e.t <= t + 0.5); }
}
