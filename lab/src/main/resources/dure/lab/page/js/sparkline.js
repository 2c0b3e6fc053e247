// SPDX-License-Identifier: Apache-2.0
// Small pictures in the rows of the mailboxes.

import { at } from './dom.js';

/** How full: up to twenty boxes. */
export function gauge(depth, capacity) {
  const boxes = Math.max(1, Math.min(20, capacity || 20));
  const pitch = 148 / boxes, wide = Math.min(12.6, pitch - 2);
  const filled = depth > 0 ? Math.max(1, Math.round(depth / (capacity || depth) * boxes)) : 0;
  const all = Array.from({ length: boxes }, (_, i) => {
    const on = i < filled;
    return `<rect x="${at(1 + i * Math.min(pitch, 15))}" y="4" width="${at(Math.max(3, wide))}" height="12" rx="2" fill="${on ? 'var(--ink)' : 'var(--surface)'}" stroke="${on ? 'var(--ink)' : 'var(--line-2)'}"/>`;
  }).join('');
  return `<svg width="150" height="20" aria-hidden="true">${all}</svg>`;
}

/** A mailbox without a bound: as much as there is, and open at its end. */
export function openGauge(depth) {
  const wide = depth > 0 ? Math.max(4, Math.min(110, 12 * Math.log2(1 + depth))) : 0;
  return `<svg width="150" height="20" aria-hidden="true"><path d="M1 4H${at(wide + 30)}M1 16H${at(wide + 30)}" stroke="var(--line-2)"/>`
    + `<path d="M${at(wide + 26)} 4l5 6l-5 6" fill="none" stroke="var(--line-2)"/>${wide ? `<rect x="1" y="4" width="${at(wide)}" height="12" rx="2" fill="var(--ink)"/>` : ''}</svg>`;
}

/** No room at all. */
export const meetingGauge = () =>
  '<svg width="150" height="20" aria-hidden="true"><circle cx="12" cy="10" r="8" fill="none" stroke="var(--ink)" stroke-width="1.5" stroke-dasharray="3 2.6"/></svg>';

/** Nothing can be said of it. */
export const damagedGauge = () =>
  '<svg width="150" height="20" aria-hidden="true"><rect x="1" y="4" width="146" height="12" rx="2" fill="url(#hx)" stroke="var(--line-2)"/></svg>';

/** What there was in the last minute. */
export function line(values) {
  if (values.length < 2) return '<svg width="94" height="20" aria-hidden="true"><path d="M0 16H90" stroke="var(--ink-2)" stroke-width="1.3"/></svg>';
  const top = Math.max(1, ...values);
  const step = 90 / 60, first = 60 - values.length + 1;
  const d = values.map((v, i) => `${i ? 'L' : 'M'}${at((first + i) * step)} ${at(17 - v / top * 13)}`).join('');
  return `<svg width="94" height="20" aria-hidden="true"><path d="${d}" fill="none" stroke="var(--ink-2)" stroke-width="1.3"/></svg>`;
}

/** Processes: at work filled, asleep dashed, stopped with two bars; at most six, then how many more. */
export function processes(all) {
  if (!all.length) return '–';
  const shown = all.slice(0, 6);
  const marks = shown.map((p, i) => {
    const x = 8 + i * 15;
    if (p.state === 'stopped') return `<circle cx="${x}" cy="9" r="5.8" fill="none" stroke="var(--ink)" stroke-width="1.4"/><path d="M${x - 1.8} 6.4v5.2M${x + 1.8} 6.4v5.2" stroke="var(--ink)" stroke-width="1.5"/>`;
    return p.waits ? `<circle cx="${x}" cy="9" r="5.5" fill="none" stroke="var(--ink)" stroke-width="1.4" stroke-dasharray="2.4 2"/>`
      : `<circle cx="${x}" cy="9" r="5.5" fill="var(--ink)" stroke="var(--ink)" stroke-width="1.4"/>`;
  }).join('');
  const more = all.length > 6 ? `<span class="num more">+${all.length - 6}</span>` : '';
  return `<span class="dots" title="${all.map(p => p.name).join(', ').replace(/[<>"&]/g, '')}"><svg width="${shown.length * 15 + 4}" height="18" aria-hidden="true">${marks}</svg>${more}</span>`;
}
