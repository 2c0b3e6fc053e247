// SPDX-License-Identifier: Apache-2.0
// A message: outlined while it is its sender's, hatched while it is written, solid once it is
// accepted, double in a receiver's hands.

import { at, escape } from './dom.js';
import { hue, shape } from './hues.js';

function text(label, r, fill, halo) {
  const size = Math.min(r * 1.0, r * (label.length > 2 ? 2.28 : 2.05) / Math.max(2, label.length));
  const around = halo ? ' stroke="var(--surface)" stroke-width="3" paint-order="stroke"' : '';
  return `<text y="${at(size * 0.36)}" font-size="${at(size)}" text-anchor="middle" class="b"`
    + ` style="fill:${fill}"${around}>${escape(label)}</text>`;
}

/** A message at a place. kind: 'outlined', 'hatched', 'blank' (hatched, without its name), 'solid', 'double', 'done'. */
export function chip(label, kind, x, y, r, extra = '') {
  const h = hue(label);
  const place = `<g transform="translate(${at(x)} ${at(y)})"${extra}>`;
  if (h === null) return place + plain(label, kind, r) + '</g>';
  const body = kind === 'double' ? r * 0.78 : r;
  switch (kind) {
    case 'outlined':
      return place + shape(h, r) + ` fill="var(--surface)" stroke="var(--${h}-ink)" stroke-width="1.8"/>`
        + text(label, r, `var(--${h}-ink)`) + '</g>';
    case 'hatched': case 'blank':
      return place + shape(h, r) + ' fill="var(--surface)"/>'
        + shape(h, r) + ` fill="url(#h${h})" stroke="var(--${h}-ink)" stroke-width="1.6"/>`
        + (kind === 'blank' ? '' : text(label, r, `var(--${h}-ink)`, true)) + '</g>';
    default: {
      const ring = kind === 'double'
        ? shape(h, r) + ' fill="none" stroke="var(--ink)" stroke-width="1.5"/>' : '';
      const tick = kind === 'done'
        ? `<path d="M${at(r * 0.2)} ${at(r * 0.75)}l${at(r * 0.25)} ${at(r * 0.25)}l${at(r * 0.5)} ${at(-r * 0.6)}" fill="none" stroke="var(--surface)" stroke-width="4.5"/>`
          + `<path d="M${at(r * 0.2)} ${at(r * 0.75)}l${at(r * 0.25)} ${at(r * 0.25)}l${at(r * 0.5)} ${at(-r * 0.6)}" fill="none" stroke="var(--ink)" stroke-width="2"/>` : '';
      return place + shape(h, body) + ` fill="var(--${h})" stroke="var(--${h}-ink)" stroke-width="1"/>`
        + ring + text(label, body, `var(--${h}-on)`) + tick + '</g>';
    }
  }
}

/** A message whose sender has no hue: of a process that is none of the lab's. */
function plain(label, kind, r) {
  const solid = kind === 'solid' || kind === 'double' || kind === 'done';
  const body = kind === 'double' ? r * 0.78 : r;
  const circle = kind === 'hatched'
    ? `<circle r="${at(r)}" fill="url(#hx)" stroke="var(--ink-2)" stroke-width="1.6"/>`
    : `<circle r="${at(body)}" fill="${solid ? 'var(--ink-2)' : 'var(--surface)'}" stroke="var(--ink-2)" stroke-width="1.6"/>`;
  const ring = kind === 'double'
    ? `<circle r="${at(r)}" fill="none" stroke="var(--ink)" stroke-width="1.5"/>` : '';
  return circle + ring + text(label, body, solid ? 'var(--on-ink)' : 'var(--ink)');
}

/** A process's own mark: a sender's in its hue, any other's in ink. */
export function badge(letter, r) {
  const h = hue(letter);
  if (h !== null) {
    return shape(h, r) + ` fill="var(--${h})" stroke="var(--${h}-ink)" stroke-width="1"/>`
      + `<text y="${at(r * 0.34)}" font-size="${at(r)}" text-anchor="middle" class="b" style="fill:var(--${h}-on)">${letter}</text>`;
  }
  return `<circle r="${at(r)}" fill="none" stroke="var(--ink)" stroke-width="1.5"/>`
    + `<text y="${at(r * 0.46)}" font-size="${at(r * 1.3)}" text-anchor="middle" class="b">${letter}</text>`;
}

/** The same as a small picture in text. */
export function badgePicture(letter, size) {
  return `<svg width="${size}" height="${size}" viewBox="-10 -10 20 20" aria-hidden="true">${badge(letter, 8.2)}</svg>`;
}
