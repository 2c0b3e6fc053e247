// SPDX-License-Identifier: Apache-2.0
// Messages on their way: along a path, around the ring by the shorter way, never across it.

import { at, make } from './dom.js';
import { chip } from './chip.js';
import { curve } from './links.js';
import { middle, point } from './ring.js';

const STILL = matchMedia('(prefers-reduced-motion: reduce)');
const ORBIT = 184;

/** How long a message takes: longer when all is slower, and never longer than the eye wants. */
export function duration(slower) {
  return STILL.matches || document.documentElement.dataset.still ? 0 : Math.min(1200, 360 * Math.max(1, Math.sqrt(slower)));
}

const xy = (radius, degrees) => point(radius, degrees).map(at).join(' ');

/** From a sender's card to a cell. The orbit is entered at nine o'clock. */
export function wayIn(y, cell, n) {
  const a = middle(cell, n);
  return `${curve('left', y)}${around(270, a)}L${xy(130, a)}`;
}

/** From a cell to a receiver's card. The orbit is left at three o'clock. */
export function wayOut(y, cell, n) {
  const a = middle(cell, n);
  return `M${xy(130, a)}L${xy(ORBIT, a)}${around(a, 90)}${curve('right', y).replace(/^M418 226/, '')}`;
}

function around(from, to) {
  const turn = ((to - from) % 360 + 360) % 360;
  const clockwise = turn <= 180;
  return `A${ORBIT} ${ORBIT} 0 0 ${clockwise ? 1 : 0} ${xy(ORBIT, to)}`;
}

/** Straight from a sender to a receiver, where nothing is stored. */
export function wayAcross(from, to) {
  return `${curve('left', from)}L418 226${curve('right', to).replace(/^M418 226/, '')}`;
}

/** Out of the orbit and down: a message that is dropped. */
export function wayDown(y) {
  return `${curve('left', y)}C58 300 40 380 60 470`;
}

/** Flies a message along a way; done is called when it has landed. */
export function fly(svg, label, kind, way, ms, done) {
  if (ms === 0) {
    done();
    return;
  }
  const node = make(`<svg>${chip(label, kind, 0, 0, kind === 'double' ? 15.3 : 13.5)}</svg>`).firstElementChild;
  const holder = document.createElementNS('http://www.w3.org/2000/svg', 'g');
  holder.setAttribute('class', 'fly');
  holder.style.offsetPath = `path('${way}')`;
  holder.style.offsetRotate = '0deg';
  holder.append(node);
  svg.append(holder);
  const flight = holder.animate([{ offsetDistance: '0%' }, { offsetDistance: '100%' }],
    { duration: ms, easing: 'cubic-bezier(.3,.1,.2,1)', fill: 'forwards' });
  const end = () => { holder.remove(); done(); };
  flight.onfinish = end;
  flight.oncancel = end;
}
