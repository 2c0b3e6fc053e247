// SPDX-License-Identifier: Apache-2.0
// A death and its repair in four steps, each with the time it took.

import { escape, make, put } from './dom.js';
import { chip } from './chip.js';
import { cross } from './ring.js';

export class RepairStory {
  constructor(parent, lang) {
    this.lang = lang;
    this.node = make('<ol class="story"></ol>');
    parent.append(this.node);
  }

  update(moment, history) {
    const { lang } = this;
    const dead = moment.processes.find(p => p.word === 'killed-writing');
    const letter = dead ? dead.letter : 'B';
    const label = dead && dead.message ? dead.message : letter + '…';
    const moments = history.moments.filter(m => m.started && m.t <= moment.t + 0.5);
    const events = history.eventsUntil(moment.t);
    const killed = dead && events.filter(e => e.key === 'killed' && e.letter === letter).at(-1);
    const claimed = dead && moments.flatMap(m => m.events).find(e => e.word === 'writes' && e.letter === letter && e.about[0] === label);
    const orphan = killed && moments.find(m => m.t >= killed.t - 1 && m.box.cells.some(c => c.orphaned));
    const mended = killed && events.find(e => e.key === 'repaired' && e.t >= killed.t);
    const zero = claimed ? Math.min(claimed.t, killed ? killed.t : claimed.t) : null;
    const writing = moment.processes.find(p => p.letter === letter && p.word === 'writes');
    const at = t => t === undefined || t === null || zero === null ? '–' : `${Math.max(0, Math.round(t - zero))} ms`;
    const now = mended ? 3 : orphan || killed ? 1 : writing ? 0 : -1;
    const held = orphan || moments.findLast(m => m.box.cells.some(c => c.holder === letter && c.state === 'writing'));
    const cell = held && held.box.cells.find(c => c.orphaned || (c.holder === letter && c.state === 'writing'));
    const index = cell ? cell.index : '·';
    const steps = [
      [zero === null ? '–' : '0 ms', ...lang.story.claimed(letter, index)],
      [at(killed && killed.t), ...lang.story.killed(letter)],
      [at(mended && mended.t), ...lang.story.mended(letter)],
      [at(mended && mended.t), ...lang.story.free()],
    ];
    put(this.node, steps.map(([time, name, words], i) =>
      `<li class="${(now === 3 ? i >= 2 : i === now) ? 'on' : ''}"><span class="mono">${time}</span><b>${escape(name)}</b><span>${escape(words)}</span>${this.picture(i, label)}</li>`).join(''));
  }

  picture(step, label) {
    const before = chip('A', 'solid', 38, 40, 17), after = chip('A', 'solid', 166, 40, 17);
    const side = x => `<rect x="${x}" y="14" width="56" height="52" rx="6" fill="var(--a-tint)" stroke="var(--a-ink)"/>`;
    const stitch = 'M82 44Q94 32 102 40T122 36';
    const middle = [
      `<rect x="74" y="14" width="56" height="52" rx="6" fill="var(--surface)" stroke="var(--b-ink)" stroke-width="1.6" stroke-dasharray="4 3"/>${chip(label, 'hatched', 102, 40, 17)}`,
      `<rect x="74" y="14" width="56" height="52" rx="6" fill="var(--alarm-tint)" stroke="var(--alarm)" stroke-width="2.2" stroke-dasharray="4 3"/>${chip(label, 'blank', 102, 40, 17)}${cross(102, 40, 12)}`,
      `<rect x="74" y="14" width="56" height="52" rx="6" fill="var(--surface)" stroke="var(--alarm)" stroke-width="2.2" stroke-dasharray="4 3"/><g opacity=".35">${chip(label, 'blank', 102, 40, 17)}</g><path d="M82 46Q90 36 98 42" fill="none" stroke="var(--ink)" stroke-width="1.6"/><path d="M86 38l2.4 9M93 35l2.4 9" stroke="var(--ink)" stroke-width="1.4"/><path d="M98 42L126 22" stroke="var(--ink)" stroke-width="2.4" stroke-linecap="round"/>`,
      `<rect x="74" y="14" width="56" height="52" rx="6" fill="var(--surface)" stroke="var(--line-2)"/><path d="${stitch}" fill="none" stroke="var(--ink)" stroke-width="1.6"/><path d="M86 37l2.4 10M94 33l2.4 10M102 34l2.4 10M110 36l2.4 10M118 36l2.4 10" stroke="var(--ink)" stroke-width="1.4"/>`,
    ][step];
    return `<svg viewBox="0 0 204 74" aria-hidden="true">${side(10)}${before}${middle}${side(138)}${after}</svg>`;
  }
}
