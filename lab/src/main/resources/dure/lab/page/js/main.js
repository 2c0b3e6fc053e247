// SPDX-License-Identifier: Apache-2.0
// The page: which of its places is shown, in which language and theme. Places are behind the # of
// the address, so each can be kept as a bookmark.

import { escape, make } from './dom.js';
import { takeKey } from './api.js';
import { header } from './header.js';
import { wordsOf } from './words.js';
import { openGallery } from './gallery.js';
import { openScenario } from './scenario.js';
import { openLecture } from './lecture.js';
import { openMailboxes } from './mailboxes.js';
import { openTerminal } from './terminal.js';
import { listenToKeys } from './keys.js';

const root = document.getElementById('page');
const settings = {
  lang: chosen('lang', navigator.language.startsWith('ko') ? 'ko' : 'en'),
  theme: chosen('theme', matchMedia('(prefers-color-scheme: dark)').matches ? 'dark' : 'light'),
  stage: '#/producer-consumer',
  set(name, value) {
    settings[name] = value;
    localStorage.setItem('dure-lab-' + name, value);
    apply(name);
  },
};
let place = null;

function chosen(name, otherwise) {
  return new URLSearchParams(location.search).get(name) || localStorage.getItem('dure-lab-' + name) || otherwise;
}

/** A theme only changes colours; a language changes every word, and nothing that runs. */
function apply(name) {
  document.documentElement.dataset.theme = settings.theme;
  document.documentElement.dataset.lang = document.documentElement.lang = settings.lang;
  if (place) {
    const kept = name === 'lang' && place.translate;
    if (kept) place.translate(wordsOf(settings.lang));
    else if (place.recolour) place.recolour();
    if (name === 'lang' && !kept) show();
    else root.querySelector('.top').replaceWith(head());
  }
}

const head = () => header(wordsOf(settings.lang).lang, place ? place.kind : '', settings);

/** The place and its choices in an address. */
function address() {
  const [path, query] = location.hash.replace(/^#\/?/, '').split('?');
  return { path, choices: Object.fromEntries(new URLSearchParams(query || '')) };
}

function show() {
  takeKey();
  if (place) place.remove();
  place = null;
  root.textContent = '';
  const { lang, words } = wordsOf(settings.lang);
  if (!takeKey()) {
    root.append(header(lang, '', settings), make(`<main class="head"><h1>dure lab</h1><p>${escape(lang.noKey)}</p></main>`));
    return;
  }
  const { path, choices } = address();
  const context = { root, lang, words, settings };
  place = path === '' ? openGallery(context)
    : path === 'mailboxes' ? openMailboxes(context)
      : path === 'lecture' ? openLecture(context, choices)
        : path === 'terminal' ? openTerminal(context, choices)
          : openScenario(context, path, choices);
  if (place.kind === 'stage') settings.stage = location.hash;
  root.prepend(head());
  document.title = place.title ? place.title + ' · dure lab' : 'dure lab';
}

document.documentElement.dataset.theme = settings.theme;
document.documentElement.dataset.lang = document.documentElement.lang = settings.lang;
if (new URLSearchParams(location.search).get('still')) document.documentElement.dataset.still = '1';
addEventListener('hashchange', show);
addEventListener('pagehide', () => { if (place) place.remove(); });
addEventListener('pageshow', e => { if (e.persisted) show(); });
listenToKeys(() => place, settings);
show();
