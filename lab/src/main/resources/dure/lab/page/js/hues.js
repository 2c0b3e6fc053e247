// SPDX-License-Identifier: Apache-2.0
// Hue says who: four hues and four shapes for senders, ink for all others.

const HUES = 'abcd';

/** The hue of a sender by its letter; null for a letter that is no sender's. */
export function hue(letter) {
  const index = 'ABCDEFGHIJKL'.indexOf((letter || '?')[0]);
  return index < 0 ? null : HUES[index % 4];
}

/** The outline of a hue's shape, so large as a circle of radius r. */
export function shape(h, r) {
  const n = x => x.toFixed(1);
  switch (h) {
    case 'b': {
      const s = r * 0.9;
      return `<rect x="${n(-s)}" y="${n(-s)}" width="${n(2 * s)}" height="${n(2 * s)}" rx="${n(s * 0.24)}"`;
    }
    case 'c': {
      const s = r * 1.08;
      const points = [0, 60, 120, 180, 240, 300].map(a => {
        const x = Math.cos(a * Math.PI / 180) * s, y = Math.sin(a * Math.PI / 180) * s;
        return `${n(x)} ${n(y)}`;
      });
      return `<path d="M${points.join('L')}Z" stroke-linejoin="round"`;
    }
    case 'd': {
      const s = r * 1.2;
      return `<path d="M0 ${n(-s)}L${n(s)} 0L0 ${n(s)}L${n(-s)} 0Z" stroke-linejoin="round"`;
    }
    default:
      return `<circle r="${n(r)}"`;
  }
}
