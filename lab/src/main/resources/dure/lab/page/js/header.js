// SPDX-License-Identifier: Apache-2.0
// The head of every page: where one is, the language, and the theme.

import { escape, make } from './dom.js';

const SUN = '<svg width="14" height="14" viewBox="0 0 14 14" aria-hidden="true"><circle cx="7" cy="7" r="3" fill="currentColor"/><path d="M7 0v2M7 12v2M0 7h2M12 7h2M2 2l1.4 1.4M10.6 10.6L12 12M12 2l-1.4 1.4M3.4 10.6L2 12" stroke="currentColor" stroke-width="1.3"/></svg>';
const MOON = '<svg width="14" height="14" viewBox="0 0 14 14" aria-hidden="true"><path d="M12 9A5.6 5.6 0 0 1 5 2a5.6 5.6 0 1 0 7 7z" fill="currentColor"/></svg>';
const BRAND = '<svg width="26" height="26" viewBox="-13 -13 26 26" aria-hidden="true"><circle r="9" fill="none" stroke="var(--ink)" stroke-width="2.4" stroke-dasharray="7.4 2.02" transform="rotate(-90)"/><circle r="3.4" fill="var(--a)"/></svg>';

export function header(lang, place, settings) {
  const link = (href, words, here) => `<a href="${href}"${here ? ' aria-current="page"' : ''}>${escape(words)}</a>`;
  const choice = (name, value, words, here, label) =>
    `<button type="button" data-set="${name}=${value}"${here ? ' aria-current="true"' : ''}${label ? ` aria-label="${escape(label)}"` : ''}${value === 'ko' ? ' lang="ko"' : ''}>${words}</button>`;
  const node = make(`<header class="top"><a class="brand" href="#/">${BRAND}<span>dure lab</span> <small>${escape(lang.brand)}</small></a>
    <nav aria-label="main">${link('#/', lang.nav.scenarios, place === 'gallery')}${link(settings.stage, lang.nav.stage, place === 'stage')}${link('#/mailboxes', lang.nav.mailboxes, place === 'mailboxes')}</nav>
    <span class="seg" role="group" aria-label="${escape(lang.language)}">${choice('lang', 'en', 'EN', lang.code === 'en')}${choice('lang', 'ko', '한국어', lang.code === 'ko')}</span>
    <span class="seg" role="group" aria-label="${escape(lang.theme)}">${choice('theme', 'light', SUN, settings.theme === 'light', lang.light)}${choice('theme', 'dark', MOON, settings.theme === 'dark', lang.dark)}</span></header>`);
  node.addEventListener('click', e => {
    const button = e.target.closest('[data-set]');
    if (button) settings.set(...button.dataset.set.split('='));
  });
  return node;
}
