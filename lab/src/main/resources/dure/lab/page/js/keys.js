// SPDX-License-Identifier: Apache-2.0
// The keyboard: everything that the pointer can do.

import { escape, make } from './dom.js';
import { wordsOf } from './words.js';

export function listenToKeys(placeNow, settings) {
  let chosen = null;
  addEventListener('keydown', e => {
    if (e.ctrlKey || e.metaKey || e.altKey) return;
    if (e.target.matches('input:not([type=range]), textarea') || e.target.closest('.choices')) return;
    const place = placeNow();
    const stage = place && place.stage;
    const onButton = e.target.matches('button, a, input');
    const act = {
      'g': () => { location.hash = '#/'; },
      'm': () => { location.hash = '#/mailboxes'; },
      'l': () => settings.set('lang', settings.lang === 'ko' ? 'en' : 'ko'),
      'd': () => settings.set('theme', settings.theme === 'dark' ? 'light' : 'dark'),
      '?': () => showKeys(wordsOf(settings.lang).lang),
      '/': () => { const f = document.querySelector('input[type=search]'); if (f) f.focus(); },
      ...(stage && stage.main ? {
        ' ': () => stage.main(),
        'ArrowLeft': () => stage.back(),
        'ArrowRight': () => stage.one(),
        'Home': () => stage.toBeginning(),
        'n': () => stage.toNow(),
        '[': () => stage.speed(-1),
        ']': () => stage.speed(1),
      } : {}),
    }[e.key.length === 1 ? e.key.toLowerCase() : e.key];
    if (act && !(onButton && (e.key === ' ' || e.key.startsWith('Arrow')))) {
      e.preventDefault();
      act();
      return;
    }
    chosen = chooseProcess(e, stage, chosen);
  });
}

/** A digit chooses a process; then a letter does something to it. */
function chooseProcess(e, stage, chosen) {
  if (!stage || !stage.cards) return null;
  if (/^[1-9]$/.test(e.key)) {
    const card = [...stage.cards.values()][Number(e.key) - 1];
    if (card) card.node.focus();
    return card || null;
  }
  const p = chosen && stage.history.last && stage.history.last.processes.find(x => x.letter === chosen.letter);
  const order = p && { p: p.paused ? 'go' : 'pause', s: 'step', t: p.state === 'stopped' ? 'continue' : 'stop', k: 'kill' }[e.key.toLowerCase()];
  if (order) stage.run.order(chosen.letter, order);
  return chosen;
}

function showKeys(lang) {
  const open = document.querySelector('.keys');
  if (open) { open.remove(); return; }
  const rows = lang.keys.list.map(([key, what]) => `<div><dt><kbd>${escape(key)}</kbd></dt><dd>${escape(what)}</dd></div>`).join('');
  const node = make(`<aside class="keys" role="region" aria-label="${escape(lang.keys.title)}"><h2>${escape(lang.keys.title)}</h2><dl>${rows}</dl></aside>`);
  node.addEventListener('click', () => node.remove());
  document.body.append(node);
}
