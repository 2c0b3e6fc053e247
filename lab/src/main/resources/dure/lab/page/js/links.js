// SPDX-License-Identifier: Apache-2.0
// The paths between the processes and the mailbox, and the gates that are closed on them.

import { at } from './dom.js';
import { chip } from './chip.js';

const CLOSED = new Set(['asleep-room', 'spins-room', 'asleep-message', 'spins-message', 'asleep-turn', 'asleep-receiver']);
const MOVING = new Set(['writes', 'sends', 'goes-on', 'hurries']);

/** The curve from a card at the left, or to one at the right, at a height. */
export function curve(side, y) {
  return side === 'left'
    ? `M0 ${at(y)}C30 ${at(y)} 24 226 50 226` : `M418 226C444 226 438 ${at(y)} 468 ${at(y)}`;
}

/** A point on the curve; t from 0 at its beginning to 1. */
function along(side, y, t) {
  const [p0, p1, p2, p3] = side === 'left'
    ? [[0, y], [30, y], [24, 226], [50, 226]] : [[418, 226], [444, 226], [438, y], [468, y]];
  const u = 1 - t, w = [u * u * u, 3 * u * u * t, 3 * u * t * t, t * t * t];
  return [0, 1].map(i => w[0] * p0[i] + w[1] * p1[i] + w[2] * p2[i] + w[3] * p3[i]);
}

/** All links of a moment. heights: where the middle of each process's card is. */
export function links(moment, heights, flying) {
  const out = [];
  for (const side of ['left', 'right']) {
    const processes = moment.processes.filter(p =>
      (side === 'left' ? p.side !== 'receive' : p.side === 'receive') && heights.has(p.letter));
    const shut = processes.filter(p => CLOSED.has(p.word));
    for (const p of processes) out.push(link(p, side, heights.get(p.letter)));
    for (const p of processes) out.push(offer(p, side, heights.get(p.letter), flying));
    if (shut.length > 0 && shut.length === processes.filter(p => p.state !== 'dead' && p.state !== 'ended' && p.side !== 'own').length) {
      const x = side === 'left' ? 45 : 416;
      out.push(`<path class="shut" d="M${x} 212V240M${x + 6} 212V240" stroke="var(--ink)" stroke-width="2.6"/>`);
    } else {
      for (const p of shut) out.push(bars(side, heights.get(p.letter)));
    }
  }
  return `<g class="links">${out.join('')}</g>`;
}

function link(p, side, y) {
  const d = curve(side, y);
  if (p.state === 'dead' || p.state === 'ended') {
    const cut = side === 'left' ? `M0 ${at(y)}C14 ${at(y)} 18 ${at(y - 9)} 22 ${at(y - 21)}` : `M468 ${at(y)}C454 ${at(y)} 450 ${at(y - 9)} 446 ${at(y - 21)}`;
    const stroke = p.state === 'dead' ? 'var(--alarm)' : 'var(--line-2)';
    return `<path d="${cut}" fill="none" stroke="${stroke}" stroke-width="1.6" stroke-dasharray="2 4"/>`;
  }
  if (CLOSED.has(p.word)) return `<path d="${d}" fill="none" stroke="var(--line-2)" stroke-width="1.3" stroke-dasharray="3 4"/>`;
  if (p.side === 'own') return `<path d="${d}" fill="none" stroke="var(--ink)" stroke-width="1.6" stroke-dasharray="1 5" stroke-linecap="round"/>`;
  if (p.word === 'hurries') return `<path class="stream" d="${d}" fill="none" stroke="var(--ink)" stroke-width="2.2" stroke-dasharray="5 5"/>`;
  const strong = MOVING.has(p.word) || (p.word === 'works' && p.since < 900);
  return `<path d="${d}" fill="none" stroke="${strong ? 'var(--ink)' : 'var(--line-2)'}" stroke-width="${strong ? 2 : 1.3}"/>`;
}

/** A message before the gate, still its sender's. */
function offer(p, side, y, flying) {
  if (p.hand !== 'outlined' || side !== 'left' || flying.has(p.message)) return '';
  return chip(p.message, 'outlined', 12, y + (y < 226 ? 21 : -21), 12.7);
}

function bars(side, y) {
  const [x1, y1] = along(side, y, 0.5), [x2, y2] = along(side, y, 0.52);
  const turn = Math.atan2(y2 - y1, x2 - x1) * 180 / Math.PI;
  return `<path class="shut" d="M-3 -7V7M3 -7V7" transform="translate(${at(x1)} ${at(y1)}) rotate(${at(turn)})" stroke="var(--ink)" stroke-width="2.6"/>`;
}
