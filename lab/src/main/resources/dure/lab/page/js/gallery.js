// SPDX-License-Identifier: Apache-2.0
// The choice of scenarios: one built of words, and the ready-made ones.

import { escape, make } from './dom.js';
import { ORDER, PICTOGRAMS } from './pictograms.js';
import { DEFAULTS, situation } from './situation.js';

export function openGallery({ root, lang }) {
  let words = { ...DEFAULTS };
  const picture = id => PICTOGRAMS[id]((en, ko) => lang.code === 'ko' ? ko : en);
  const card = id => {
    const [name, line, section] = lang.scenarios[id];
    return `<a class="card" href="#/${id}" data-scenario="${id}"><svg viewBox="0 0 240 104" aria-hidden="true">${picture(id)}</svg>
      <div><h3><span>${escape(name)}</span><span>${section}</span></h3><p>${escape(line)}</p></div></a>`;
  };
  const node = make(`<main><div class="head"><h1>${escape(lang.choose)}</h1></div>
    <div class="grid4"><div class="make"></div>${ORDER.map(card).join('')}</div></main>`);
  const box = node.querySelector('.make');
  const build = () => {
    box.textContent = '';
    box.append(situation(words, lang, 'long', chosen => { words = chosen; build(); }));
    box.append(make(`<a class="btn pri" href="${addressOf(words)}">${escape(lang.startIt)} <kbd>Enter</kbd></a>`));
  };
  build();
  const enter = e => {
    if (e.key === 'Enter' && !e.target.closest('a, button, input')) location.hash = addressOf(words);
  };
  addEventListener('keydown', enter);
  root.append(node);
  return { kind: 'gallery', remove() { removeEventListener('keydown', enter); node.remove(); } };
}

/** The address of a situation: what differs from the usual. */
function addressOf(words) {
  const said = Object.entries(words).filter(([name, value]) => DEFAULTS[name] !== value);
  const query = new URLSearchParams(said).toString();
  return '#/mailbox' + (query ? '?' + query : '');
}
