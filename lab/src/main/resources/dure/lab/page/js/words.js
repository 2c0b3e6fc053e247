// SPDX-License-Identifier: Apache-2.0
// The words of both languages, and figures as each writes them.

import * as en from '/words/en.js';
import * as ko from '/words/ko.js';

/** The language and its figures by its code. */
export function wordsOf(code) {
  const { lang, seconds, rate, count } = code === 'ko' ? ko : en;
  return {
    lang,
    words: {
      seconds,
      shortTime: ms => ms < 60000 ? (ms / 1000).toFixed(1) + (code === 'ko' ? '초' : ' s') : seconds(ms),
      rate,
      count,
      clock: ms => (Math.max(0, ms) / 1000).toFixed(1) + (code === 'ko' ? '초' : ' s'),
      perSecond: r => code === 'ko' ? `초당 ${count(Math.round(r))}개` : r >= 1e6 ? `${(r / 1e6).toFixed(1)} million a second` : `${count(Math.round(r))} a second`,
    },
  };
}
