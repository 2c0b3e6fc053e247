// SPDX-License-Identifier: Apache-2.0
// A bounded mailbox: a ring of cells, with in outside and out inside. Cell 0 begins at twelve
// o'clock, and the ring does not turn.

import { at, escape } from './dom.js';
import { chip } from './chip.js';
import { hue } from './hues.js';

const CX = 234, CY = 226, OUTER = 156, INNER = 102, ORBIT = 184;
const GAP = 1.3;

/** A point on a circle around the middle; the angle in degrees, clockwise from twelve o'clock. */
export function point(radius, degrees) {
  const a = (degrees - 90) * Math.PI / 180;
  return [CX + radius * Math.cos(a), CY + radius * Math.sin(a)];
}

const xy = (radius, degrees) => point(radius, degrees).map(at).join(' ');

/** A piece of the ring between two angles and two radii. */
function piece(from, to, outer = OUTER, inner = INNER) {
  const large = to - from > 180 ? 1 : 0;
  const inset = GAP * OUTER / inner;
  return `M${xy(outer, from)}A${outer} ${outer} 0 ${large} 1 ${xy(outer, to)}`
    + `L${xy(inner, to - (inset - GAP) / 2)}A${inner} ${inner} 0 ${large} 0 ${xy(inner, from + (inset - GAP) / 2)}Z`;
}

/** The middle of a cell, as an angle. */
export const middle = (index, n) => (index + 0.5) * 360 / n;

/** The whole drawing, without the links to the processes. */
export function ring(box, words) {
  const n = box.size;
  const gone = box.condition !== 'live';
  const parts = [`<circle cx="${CX}" cy="${CY}" r="${ORBIT}" fill="none" stroke="var(--line)" stroke-width="1.4"/>`];
  if (n <= 16) parts.push(...cellsWithNames(box, n));
  else if (n <= 128) parts.push(...narrowCells(box, n));
  else parts.push(...sectors(box, n));
  if (!gone) parts.push(hands(box, n));
  parts.push(hole(box, n, words));
  if (n > 128 && !gone) parts.push(lenses(box, n));
  return gone ? `<g opacity=".45">${parts.join('')}</g>` : parts.join('');
}

function edges(cell) {
  if (cell.orphaned) return ['var(--alarm-tint)', 'var(--alarm)', '2.2', '4 3'];
  const h = hue(cell.label || cell.sender || cell.holder);
  const ink = h ? `var(--${h}-ink)` : 'var(--ink-2)', tint = h ? `var(--${h}-tint)` : 'var(--sunken)';
  switch (cell.state) {
    case 'free': return ['var(--surface)', 'var(--line-2)', '1.2', ''];
    case 'writing': case 'revoked': return ['var(--surface)', ink, '1.6', '4 3'];
    case 'reading': return ['var(--sunken)', ink, '1.4', ''];
    case 'damaged': return ['url(#hx)', 'var(--line-2)', '1.2', ''];
    default: return [tint, ink, '1.2', ''];
  }
}

function cellsWithNames(box, n) {
  const r = n <= 8 ? 17 : n <= 12 ? 15 : 13;
  return Array.from({ length: n }, (_, index) => {
    const cell = box.cells.find(c => c.index === index) || { index, state: 'free' };
    const [fill, stroke, width, dash] = edges(cell);
    const from = index * 360 / n + GAP, to = (index + 1) * 360 / n - GAP;
    const a = middle(index, n);
    const [x, y] = point(n === 1 ? 129 : 129 + (n > 12 ? 4 : 0), a);
    const dashes = dash ? ` stroke-dasharray="${dash}"` : '';
    const [ix, iy] = point(INNER + 7, index * 360 / n + (n > 8 ? 5.2 : 7.6));
    const path = n === 1
      ? `<path d="${whole()}" fill-rule="evenodd" fill="${fill}" stroke="${stroke}" stroke-width="${width}"${dashes}/>`
      : `<path d="${piece(from, to)}" fill="${fill}" stroke="${stroke}" stroke-width="${width}"${dashes}/>`;
    return `<g data-cell="${index}">${path}${contents(cell, x, y, r, a)}`
      + `<text x="${at(ix)}" y="${at(iy + 3.4)}" font-size="10" text-anchor="middle" class="m f">${index}</text></g>`;
  });
}

const whole = () => `M${CX} ${CY - OUTER}a${OUTER} ${OUTER} 0 1 1 -.1 0zM${CX} ${CY - INNER}a${INNER} ${INNER} 0 1 1 -.1 0z`;

function contents(cell, x, y, r, angle) {
  if (cell.hidden) return '';
  const label = cell.label || cell.sender || '·';
  if (cell.orphaned) return chip(label === '·' ? cell.holder || '·' : label, 'blank', x, y, r) + cross(x, y, 10.5);
  switch (cell.state) {
    case 'free': return cell.seam ? seam(x, y, angle) : '';
    case 'writing': return chip(label === '·' ? cell.holder || '·' : label, 'hatched', x, y, r);
    case 'revoked': return chip(label === '·' ? cell.holder || '·' : label, 'hatched', x, y, r) + past(angle);
    case 'reading': return chip(label, 'double', x, y, r) + holder(cell, angle) + again(cell, angle);
    case 'late': return chip(label, 'solid', x, y, r) + late(angle) + again(cell, angle);
    case 'done': return chip(label, 'done', x, y, r);
    case 'damaged': return cross(x, y, 9);
    default: return chip(label, 'solid', x, y, r) + again(cell, angle) + number(cell, angle);
  }
}

/** The mark of death and damage. */
export function cross(x, y, s) {
  const d = `M${at(x - s)} ${at(y - s)}L${at(x + s)} ${at(y + s)}M${at(x + s)} ${at(y - s)}L${at(x - s)} ${at(y + s)}`;
  return `<path d="${d}" stroke="var(--surface)" stroke-width="6"/><path d="${d}" stroke="var(--alarm)" stroke-width="3"/>`;
}

function again(cell, angle) {
  const [x, y] = point(OUTER - 11, angle - 13);
  return cell.redelivered
    ? `<text x="${at(x)}" y="${at(y + 4)}" font-size="11.5" text-anchor="middle" class="b" stroke="var(--surface)" stroke-width="3" paint-order="stroke">×${cell.redelivered + 1}</text>` : '';
}

function number(cell, angle) {
  const words = cell.number ? `#${cell.number}` : cell.priority ? `!${cell.priority}` : '';
  const [x, y] = point(OUTER - 11, angle + 13);
  return words
    ? `<text x="${at(x)}" y="${at(y + 4)}" font-size="11.5" text-anchor="middle" class="m b" stroke="var(--surface)" stroke-width="3" paint-order="stroke">${words}</text>` : '';
}

function holder(cell, angle) {
  if (!cell.holder) return '';
  const [x, y] = point(OUTER - 9, angle + 14);
  return `<text x="${at(x)}" y="${at(y + 4)}" font-size="11.5" text-anchor="middle" class="b">${escape(cell.holder)}</text>`;
}

/** Others go past a cell that is kept. */
function past(angle) {
  return `<path d="M${xy(OUTER + 5, angle - 18)}A${OUTER + 5} ${OUTER + 5} 0 0 1 ${xy(OUTER + 5, angle + 18)}" fill="none" stroke="var(--ink)" stroke-width="1.6"/>`;
}

function late(angle) {
  const [x, y] = point(OUTER + 16, angle);
  return `<text x="${at(x)}" y="${at(y + 4)}" font-size="11" text-anchor="middle" class="b" data-word="late" stroke="var(--paper)" stroke-width="3" paint-order="stroke">late</text>`;
}

/** A cell that was mended: stitches across it. */
function seam(x, y, angle) {
  const stitches = [-16, -8, 0, 8, 16].map((d, i) => `M${d} ${[-2, -5, -4, -3, -4][i]}l2.4 10`).join('');
  return `<g class="seam" transform="translate(${at(x)} ${at(y)}) rotate(${at(angle > 90 && angle < 270 ? angle - 180 : angle)})">`
    + `<path d="M-20 4Q-8 -6 0 1T20 -2" fill="none" stroke="var(--ink)" stroke-width="1.6"/><path d="${stitches}" stroke="var(--ink)" stroke-width="1.4"/></g>`;
}

/** Neighbours of one hue are one piece, and a slit tells every second sender's. */
function narrowCells(box, n) {
  const gap = n > 64 ? 0.35 : 0.6;
  return Array.from({ length: n }, (_, index) => {
    const cell = box.cells.find(c => c.index === index) || { index, state: 'free' };
    const from = index * 360 / n + gap, to = (index + 1) * 360 / n - gap;
    const h = hue(cell.label || cell.sender || cell.holder);
    const title = `<title>${index}: ${escape(cell.state)} ${escape(cell.label || cell.sender || '')}</title>`;
    if (cell.orphaned) {
      return `<path d="${narrow(from, to)}" fill="var(--alarm-tint)" stroke="var(--alarm)" stroke-width="1.6">${title}</path>`;
    }
    if (cell.state === 'free') {
      return `<path d="${narrow(from, to)}" fill="var(--surface)" stroke="var(--line-2)" stroke-width=".8">${title}</path>`;
    }
    const fill = cell.state === 'writing' || cell.state === 'revoked'
      ? `url(#h${h || 'x'})` : h ? `var(--${h})` : 'var(--ink-3)';
    const stroke = h ? `var(--${h}-ink)` : 'var(--ink-2)';
    const slit = h === 'b' || h === 'd'
      ? `<path d="M${xy(129, from)}A129 129 0 0 1 ${xy(129, to)}" stroke="var(--paper)" stroke-width="4" fill="none"/>` : '';
    return `<path d="${narrow(from, to)}" fill="${fill}" stroke="${stroke}" stroke-width=".8">${title}</path>${slit}`;
  });
}

const narrow = (from, to) =>
  `M${xy(OUTER, from)}A${OUTER} ${OUTER} 0 0 1 ${xy(OUTER, to)}L${xy(INNER, to)}A${INNER} ${INNER} 0 0 0 ${xy(INNER, from)}Z`;

/** Many cells: sectors, each filled as far as its cells are, split by sender. */
function sectors(box, n) {
  const parts = [`<path d="${whole()}" fill-rule="evenodd" fill="var(--line)" opacity=".8"/>`];
  for (const sector of box.sectors) {
    const from = sector.first * 360 / n + 0.3, to = (sector.first + sector.cells) * 360 / n - 0.3;
    let base = INNER;
    for (const { sender, count } of sector.messages) {
      const letter = (box.participants.find(p => p.id === sender) || {}).name;
      const h = hue(letter);
      const next = base + (OUTER - INNER) * count / sector.cells;
      parts.push(`<path d="M${xy(next, from)}A${at(next)} ${at(next)} 0 0 1 ${xy(next, to)}L${xy(base, to)}A${at(base)} ${at(base)} 0 0 0 ${xy(base, from)}Z" fill="${h ? `var(--${h})` : 'var(--ink-3)'}" stroke="${h ? `var(--${h}-ink)` : 'var(--ink-2)'}" stroke-width=".4"/>`);
      base = next;
    }
  }
  return parts;
}

/** Rows of nine cells around out and in. */
function lenses(box, n) {
  const row = (middleIndex, x, name) => {
    const cells = Array.from({ length: 9 }, (_, i) => {
      const index = (middleIndex - 4 + i + n) % n;
      const cell = box.cells.find(c => c.index === index);
      const h = cell && cell.state !== 'free' ? hue(cell.label || cell.sender || cell.holder) : null;
      const fill = !cell || cell.state === 'free' ? 'var(--surface)' : h ? `var(--${h})` : 'var(--ink-3)';
      return `<rect x="${x + 5 + i * 16}" y="424" width="12" height="16" rx="3" fill="${fill}" stroke="${h ? `var(--${h}-ink)` : 'var(--line-2)'}"/>`;
    }).join('');
    return `<rect x="${x}" y="418" width="150" height="28" rx="6" fill="none" stroke="var(--ink)" stroke-width="1.2"/>${cells}`
      + `<text x="${x + 75}" y="461" font-size="11" text-anchor="middle" class="m">${name} ${middleIndex.toLocaleString('en')}</text>`;
  };
  return (box.out === null ? '' : row(box.out, 66, 'out')) + (box.in === null ? '' : row(box.in, 252, 'in'));
}

/** in, filled and outside, pointing inwards; out, hollow and inside, pointing outwards. */
function hands(box, n) {
  const parts = [];
  if (box.in !== null) parts.push(hand('in', box.in, n));
  if (box.listeners.length > 0 && box.receivers === 'all') {
    const shared = new Map();
    for (const l of box.listeners) shared.set(l.at, [...(shared.get(l.at) || []), l.letter]);
    for (const [index, letters] of shared) parts.push(listener(letters, index, n));
  } else if (box.out !== null) {
    parts.push(hand('out', box.out, n));
  }
  return parts.join('');
}

function hand(name, index, n) {
  const a = middle(index, n);
  const turn = `rotate(${at(a)} ${CX} ${CY})`;
  const label = `${name} ${index.toLocaleString('en')}`;
  const wide = 12 + 7.32 * label.length;
  if (name === 'in') {
    const [x, y] = beside(point(OUTER + 20 + Math.abs(Math.sin(a * Math.PI / 180)) * (wide / 2 - 6) + 6, a), wide, a);
    return `<g class="hand-in"><path d="M${CX} ${CY - OUTER - 3}l-6 -11h12z" transform="${turn}" fill="var(--ink)" stroke="var(--ink)" stroke-width="1.8" stroke-linejoin="round"/>`
      + pill(x, y, wide, label, 'var(--ink)', 'var(--on-ink)') + '</g>';
  }
  const [x, y] = point(INNER - 20 - Math.abs(Math.sin(a * Math.PI / 180)) * (wide / 2 - 6) - 5, a);
  return `<g class="hand-out"><path d="M${CX} ${CY - INNER + 3}l-6 11h12z" transform="${turn}" fill="var(--paper)" stroke="var(--ink)" stroke-width="1.8" stroke-linejoin="round"/>`
    + pill(x, y, wide, label, 'var(--paper)', 'var(--ink)') + '</g>';
}

/** A label that would leave the stage stands a little above or below its hand instead. */
export function beside([x, y], wide, a) {
  const least = wide / 2 + 4;
  if (x >= least && x <= 468 - least) return [x, y];
  const up = a > 270 || a < 90 ? -1 : 1;
  return [Math.max(least, Math.min(468 - least, x)), y + up * 17];
}

function pill(x, y, wide, label, fill, ink) {
  return `<rect x="${at(x - wide / 2)}" y="${at(y - 9.5)}" width="${at(wide)}" height="19" rx="9.5" fill="${fill}" stroke="var(--ink)" stroke-width="1.6"/>`
    + `<text x="${at(x)}" y="${at(y + 4.2)}" font-size="12" text-anchor="middle" class="m b" style="fill:${ink}">${label}</text>`;
}

function listener(letters, index, n) {
  const a = middle(index, n);
  const [x, y] = point(INNER - 26, a);
  const text = letters.join('');
  const half = 7 + 4.5 * text.length;
  return `<g><path d="M${CX} ${CY - INNER + 3}l-5.5 10h11z" transform="rotate(${at(a)} ${CX} ${CY})" fill="var(--paper)" stroke="var(--ink)" stroke-width="1.8" stroke-linejoin="round"/>`
    + `<rect x="${at(x - half)}" y="${at(y - 10)}" width="${at(2 * half)}" height="20" rx="10" fill="var(--surface)" stroke="var(--ink)" stroke-width="1.5"/>`
    + `<text x="${at(x)}" y="${at(y + 4)}" font-size="11.5" text-anchor="middle" class="b">${escape(text)}</text></g>`;
}

/** The depth, of how many, and one word. */
function hole(box, n, words) {
  const big = box.depth.toLocaleString('en');
  const size = big.length > 4 ? 34 : 46;
  return `<text x="${CX}" y="225.5" text-anchor="middle" font-size="${size}" class="b num">${big}</text>`
    + `<text x="${CX}" y="244.5" font-size="13" text-anchor="middle" class="q">${escape(words.of(n.toLocaleString('en')))}</text>`
    + `<text x="${CX}" y="263.5" font-size="12.5" text-anchor="middle" class="b">${escape(words.state)}</text>`;
}
