// SPDX-License-Identifier: Apache-2.0
// How a mailbox is drawn: by its shape.

import { at, escape } from './dom.js';
import { chip } from './chip.js';
import { hue } from './hues.js';
import { beside, point, ring } from './ring.js';

export function kindOfDrawing(box) {
  return box.condition === 'damaged' ? 'damaged' : box.shape;
}

/** How much of the stage a drawing needs. */
export function frameOf(box) {
  return kindOfDrawing(box) === 'zero' ? [100, 260] : kindOfDrawing(box) === 'carrier' || kindOfDrawing(box) === 'train' ? [110, 300] : [0, box.size > 128 ? 466 : 452];
}

/** The drawing of a mailbox, without the links. */
export function drawing(box, moment, lang) {
  const state = stateWord(box, moment, lang);
  switch (kindOfDrawing(box)) {
    case 'zero': return meeting(moment, lang);
    case 'pair': return bytes(box, state, lang);
    case 'train': return train(box, lang);
    case 'carrier': return carrier(box, state, lang);
    case 'damaged': return damaged(lang);
    default: return box.size ? ring(box, { of: lang.of, state }) : carrier(box, state, lang);
  }
}

function stateWord(box, moment, lang) {
  if (box.condition === 'gone' || box.condition === 'deleted' || box.condition === 'owner-gone') return lang.state.gone;
  if (box.cells.some(c => c.orphaned)) return lang.state.mending;
  if (moment.processes.some(p => p.word === 'writes') && moment.slower >= 2) return lang.state.writing;
  return box.full ? lang.state.full : box.empty ? lang.state.empty : lang.state.none;
}

/** Capacity zero: no cells, a place to meet. */
function meeting(moment, lang) {
  const offering = moment.processes.find(p => p.hand === 'outlined');
  const hand = moment.processes.find(p => p.word === 'asleep-message' || p.word === 'asks');
  const words = offering ? (hand ? lang.handThere : lang.noHand(offering.letter)) : hand ? lang.handOnly(hand.letter) : '';
  return `<text x="234" y="118" font-size="15" text-anchor="middle" class="q">${escape(lang.depthZero)}</text>`
    + '<path d="M50 226H164M304 226H418" fill="none" stroke="var(--line-2)" stroke-width="1.5"/>'
    + '<circle cx="234" cy="226" r="70" fill="none" stroke="var(--ink)" stroke-width="2.4" stroke-dasharray="7 6"/>'
    + (offering ? chip(offering.message, 'outlined', 206, 226, 28) : '')
    + `<path d="M262 196a44 44 0 0 1 0 60" fill="none" stroke="${hand ? 'var(--ink)' : 'var(--line-2)'}" stroke-width="6" stroke-linecap="round"${hand ? '' : ' stroke-dasharray="1 9"'}/>`
    + `<text x="234" y="340" font-size="15" text-anchor="middle" class="q">${escape(words)}</text>`;
}

/** A pair: a ring of bytes, each message as long as it is. */
function bytes(box, state, lang) {
  const pair = box.pair;
  const outer = 156, inner = 102;
  const angle = offset => offset / pair.bytes * 360;
  const xy = (r, d) => point(r, d).map(at).join(' ');
  const parts = ['<circle cx="234" cy="226" r="184" fill="none" stroke="var(--line)" stroke-width="1.4"/>',
    `<path d="M234 70a156 156 0 1 1 -.1 0zM234 124a102 102 0 1 1 -.1 0z" fill-rule="evenodd" fill="var(--surface)" stroke="var(--line-2)" stroke-width="1.2"/>`];
  if (pair) {
    for (const r of pair.records) {
      const from = angle(r.offset), to = angle(r.offset + r.bytes), span = to - from;
      const large = span > 180 ? 1 : 0;
      const h = hue(r.label || r.sender);
      const d = (a, b) => `M${xy(outer, a)}A156 156 0 ${large} 1 ${xy(outer, b)}L${xy(inner, b)}A102 102 0 ${large} 0 ${xy(inner, a)}Z`;
      parts.push(`<path d="${d(from, to)}" fill="${h ? `var(--${h})` : 'var(--ink-3)'}" stroke="var(--paper)" stroke-width="1"/>`);
      parts.push(`<path d="${d(from, from + Math.min(span, Math.max(0.8, angle(8))))}" fill="var(--ink)" opacity=".45"/>`);
      if (span > 17 && r.label) {
        const [x, y] = point(129, (from + to) / 2);
        parts.push(`<text x="${at(x)}" y="${at(y + 5)}" font-size="14" text-anchor="middle" class="b" style="fill:var(--${h || 'ink'}${h ? '-on' : ''})">${escape(r.label)}</text>`);
      }
      if (r.deliveries > 0) parts.push(`<path d="${d(from, to)}" fill="none" stroke="var(--ink)" stroke-width="2.4"/>`);
    }
    parts.push(byteHand('in', pair.tail, angle(pair.tail), true), byteHand('out', pair.head, angle(pair.head), false));
  }
  const used = pair ? pair.records.reduce((n, r) => n + r.bytes, 0) : 0;
  parts.push(`<text x="234" y="225.5" text-anchor="middle" font-size="46" class="b num">${box.depth}</text>`
    + (pair ? lang.bytesOf(used.toLocaleString('en'), pair.bytes.toLocaleString('en')).map((line, i) =>
      `<text x="234" y="${243 + 15 * i}" font-size="12.5" text-anchor="middle" class="q">${escape(line)}</text>`).join('') : '')
    + `<text x="234" y="276" font-size="12.5" text-anchor="middle" class="b">${escape(state)}</text>`);
  return parts.join('');
}

function byteHand(name, offset, a, outside) {
  const turn = `rotate(${at(a)} 234 226)`;
  const label = outside ? `in ${offset.toLocaleString('en')}` : 'out';
  const wide = 12 + 7.32 * label.length;
  const lean = Math.abs(Math.sin(a * Math.PI / 180)) * (wide / 2 - 6);
  const [x, y] = outside ? beside(point(182 + lean, a), wide, a) : point(77 - lean, a);
  const tip = outside ? 'M234 67l-6 -11h12z' : 'M234 127l-6 11h12z';
  return `<path d="${tip}" transform="${turn}" fill="${outside ? 'var(--ink)' : 'var(--paper)'}" stroke="var(--ink)" stroke-width="1.8" stroke-linejoin="round"/>`
    + `<rect x="${at(x - wide / 2)}" y="${at(y - 9.5)}" width="${at(wide)}" height="19" rx="9.5" fill="${outside ? 'var(--ink)' : 'var(--paper)'}" stroke="var(--ink)" stroke-width="1.6"/>`
    + `<text x="${at(x)}" y="${at(y + 4.2)}" font-size="12" text-anchor="middle" class="m b" style="fill:${outside ? 'var(--on-ink)' : 'var(--ink)'}">${label}</text>`;
}

/** Unbounded: a train of segments, which come at the right and go at the left. */
function train(box, lang) {
  const present = box.segments.filter(x => !x.busy || x.messages > 0);
  const all = present.length ? present : [];
  const shown = all.length > 6 ? [...all.slice(0, 3), null, ...all.slice(-3)] : all;
  const wide = 52, gap = 12;
  const total = shown.length * (wide + gap) - gap;
  const x0 = 234 - Math.max(total, 0) / 2;
  const parts = [];
  shown.forEach((segment, i) => {
    const x = x0 + i * (wide + gap);
    if (segment === null) {
      parts.push(`<text x="${at(x + wide / 2)}" y="231" font-size="14" text-anchor="middle" class="q">× ${box.segmentsPresent - 6}</text>`);
      return;
    }
    if (i > 0) parts.push(`<path d="M${at(x - gap)} 226h${gap}" stroke="var(--ink)" stroke-width="2"/>`);
    parts.push(segmentPicture(segment, x, box, wide));
  });
  if (!shown.length) parts.push(`<rect x="208" y="176" width="52" height="100" rx="6" fill="none" stroke="var(--line-2)" stroke-width="1.4" stroke-dasharray="4 3"/>`);
  const left = x0, right = x0 + Math.max(total, wide);
  parts.push(`<text x="${at(shown.length ? left + wide / 2 : 214)}" y="140" font-size="13" text-anchor="middle" class="m b">out</text><path d="M${at(shown.length ? left + wide / 2 : 214)} 164l-5 -9h10z" fill="var(--paper)" stroke="var(--ink)" stroke-width="1.6"/>`);
  parts.push(`<text x="${at(shown.length > 1 ? right - wide / 2 : 254)}" y="140" font-size="13" text-anchor="middle" class="m b">in</text><path d="M${at(shown.length > 1 ? right - wide / 2 : 254)} 164l-5 -9h10z" fill="var(--ink)" stroke="var(--ink)" stroke-width="1.6"/>`);
  parts.push('<path d="M50 226H90M378 226H418" fill="none" stroke="var(--line-2)" stroke-width="1.3"/>');
  parts.push(`<text x="234" y="330" font-size="46" text-anchor="middle" class="b num">${box.depth.toLocaleString('en')}</text>`
    + `<text x="234" y="354" font-size="13.5" text-anchor="middle" class="q">${escape(lang.trainOf(box))}</text>`);
  return parts.join('');
}

/** A segment, with a mark for each share of its cells. */
function segmentPicture(segment, x, box, wide) {
  const marks = 32;
  const filled = Math.ceil(segment.messages / (box.cellsOfSegment || 512) * marks);
  const cells = Array.from({ length: marks }, (_, i) => {
    const cx = x + 6 + (i % 4) * 10.5, cy = 182 + Math.floor(i / 4) * 11.4;
    const on = i < filled;
    return `<rect x="${at(cx)}" y="${at(cy)}" width="8" height="7.4" rx="2" fill="${on ? 'var(--ink-2)' : 'var(--surface)'}" stroke="${on ? 'var(--ink-2)' : 'var(--line-2)'}" stroke-width=".8"/>`;
  }).join('');
  return `<rect x="${at(x)}" y="176" width="${wide}" height="100" rx="6" fill="var(--surface)" stroke="var(--ink)" stroke-width="1.4"${segment.busy ? ' stroke-dasharray="4 3"' : ''}/>${cells}`
    + `<text x="${at(x + wide / 2)}" y="292" font-size="11" text-anchor="middle" class="m f">${segment.messages}</text>`;
}

/** What the kernel or another process carries: only how much of it there is can be seen. */
function carrier(box, state, lang) {
  const n = Number(box.capacity) || 0;
  const shown = Math.min(n || 24, 24);
  const depth = Math.max(0, box.depth);
  const wide = 300 / shown;
  const cells = Array.from({ length: shown }, (_, i) => {
    const on = i >= shown - Math.min(shown, n ? Math.round(depth / n * shown) : depth);
    return `<rect x="${at(84 + i * wide)}" y="206" width="${at(wide - 3)}" height="40" rx="4" fill="${on ? 'var(--ink-2)' : 'var(--surface)'}" stroke="${on ? 'var(--ink-2)' : 'var(--line-2)'}"/>`;
  }).join('');
  return '<rect x="72" y="190" width="324" height="72" rx="12" fill="none" stroke="var(--ink)" stroke-width="1.6"/>' + cells
    + '<path d="M50 226H72M396 226H418" fill="none" stroke="var(--line-2)" stroke-width="1.4"/>'
    + `<text x="234" y="166" font-size="14" text-anchor="middle" class="m b">${escape(shortened(box.address))}</text>`
    + `<text x="234" y="318" font-size="46" text-anchor="middle" class="b num">${box.depth < 0 ? '?' : depth}</text>`
    + `<text x="234" y="342" font-size="13" text-anchor="middle" class="q">${escape(n ? lang.of(n) : lang.inCarrier)}</text>`
    + `<text x="234" y="364" font-size="12.5" text-anchor="middle" class="b">${escape(state)}</text>`
    + `<text x="234" y="392" font-size="12" text-anchor="middle" class="f">${escape(lang.notSeen)}</text>`;
}

const shortened = address => address.length > 34 ? address.slice(0, 33) + '…' : address;

function damaged(lang) {
  return '<path d="M234 70a156 156 0 1 1 -.1 0zM234 124a102 102 0 1 1 -.1 0z" fill-rule="evenodd" fill="url(#hx)" stroke="var(--line-2)" stroke-width="1.2"/>'
    + '<path d="M210 202l48 48M258 202l-48 48" stroke="var(--alarm)" stroke-width="6"/>'
    + `<text x="234" y="290" font-size="14" text-anchor="middle" class="b" style="fill:var(--alarm)">${escape(lang.state.damaged)}</text>`;
}
