// SPDX-License-Identifier: Apache-2.0
// Sliders are logarithmic: a rate from one in ten seconds to a hundred a second, and then as fast as
// can be; a speed from 64 times slower to as it is.

const LEAST = 0.1, MOST = 100;

/** The rate that a slider's place means, as the lab is told it. */
export function fromSlider(place) {
  return place >= 100 ? 'max' : String(Number((LEAST * (MOST / LEAST) ** (place / 99)).toPrecision(2)));
}

/** The place of a rate on the slider. */
export function toSlider(rate) {
  return rate === 'max' ? 100 : Math.max(0, Math.min(99, Math.round(99 * Math.log(Number(rate) / LEAST) / Math.log(MOST / LEAST))));
}

/** The factors of the speed's slider, from left to right. */
export const SPEEDS = [64, 32, 16, 8, 4, 2, 1];
