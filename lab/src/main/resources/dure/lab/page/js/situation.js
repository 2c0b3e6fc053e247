// SPDX-License-Identifier: Apache-2.0
// The situation as a sentence whose underlined words are the controls. A choice that does not go
// with the others is listed, greyed, with the reason.

import { escape, make } from './dom.js';

const NUMBERS = ['1', '2', '3', '4', '6', '8', '12'];

const CHOICES = {
  'senders': NUMBERS,
  'receivers-count': ['0', ...NUMBERS],
  'capacity': ['zero', '1', '2', '4', '8', '16', '64', '128', '4096', 'unbounded'],
  'transport': ['shm', 'file', 'fifo', 'posix', 'sysv', 'unix', 'tcp'],
  'owner': ['system', 'process'],
  'receivers': ['any', 'one', 'pair', 'ranked', 'all'],
  'until': ['accepted', 'received', 'acknowledged', 'nothing'],
  'size': ['8', '64', '1024', '65536'],
  'waiting': ['block', 'spin', 'adaptive'],
  'when-full': ['wait', 'refuse', 'drop-newest', 'drop-oldest'],
};

export const DEFAULTS = {
  'senders': '2', 'receivers-count': '2', 'name': 'orders', 'capacity': '8', 'transport': 'shm',
  'owner': 'system', 'receivers': 'any', 'until': 'accepted', 'size': '64', 'waiting': 'block',
  'when-full': 'wait',
};

const KERNEL = new Set(['fifo', 'posix', 'sysv', 'pipe']);

/** Why a choice does not go with the others; null if it does. */
export function obstacle(name, value, words) {
  const w = { ...words, [name]: value };
  if (w.receivers === 'pair' && (Number(w.senders) > 1)) return 'pair-count';
  if (w.receivers === 'pair' && (w.capacity === 'zero' || w.capacity === 'unbounded')) return 'pair-bounded';
  if (w.receivers === 'all' && (w.capacity === 'zero' || w.capacity === 'unbounded')) return 'all-bounded';
  if (w.capacity === 'zero' && w['when-full'].startsWith('drop')) return 'zero-drop';
  if (w.capacity === 'unbounded' && w['when-full'] !== 'wait') return 'unbounded-drop';
  if (KERNEL.has(w.transport) && (w.receivers !== 'any' || w.until === 'received' || w.until === 'acknowledged'
    || w['when-full'] !== 'wait' || w.owner !== 'system' || w.capacity === 'zero' || w.capacity === 'unbounded')) return 'kernel';
  if (w.transport === 'posix' && Number(w.capacity) > 10) return 'kernel';
  if ((w.transport === 'unix' || w.transport === 'tcp') && w.owner !== 'process') return 'owner-fixed';
  return null;
}

/** The nearest set of choices that go together with a new one. */
export function settled(name, value, words) {
  const w = { ...words, [name]: value };
  if ((name === 'transport') && (value === 'unix' || value === 'tcp')) w.owner = 'process';
  if (name === 'transport' && KERNEL.has(value)) {
    Object.assign(w, { owner: 'system', receivers: 'any', 'when-full': 'wait' });
    if (w.until !== 'nothing') w.until = 'accepted';
    if (w.capacity === 'zero' || w.capacity === 'unbounded' || (value === 'posix' && Number(w.capacity) > 10)) w.capacity = '8';
  }
  if (name === 'owner' && value === 'system' && (w.transport === 'unix' || w.transport === 'tcp')) w.transport = 'shm';
  if (name === 'receivers' && value === 'pair') Object.assign(w, { senders: '1' });
  if (name === 'receivers' && (value === 'pair' || value === 'all') && !Number(w.capacity)) w.capacity = '8';
  if (name === 'capacity' && !Number(value)) w['when-full'] = 'wait';
  return w;
}

/** The sentence with its controls. onChange is told all the words after a choice. */
export function situation(words, lang, style, onChange) {
  const button = (name, closed, open) => {
    const text = lang.situation[name](words[name]);
    const particle = closed ? lang.particle(text, closed, open).slice(text.length) : '';
    return `<button type="button" data-choice="${name}" aria-haspopup="listbox">${escape(text)}</button>${particle}`;
  };
  // What follows a control without a space stays on its line.
  const html = lang.situation[style === 'long' ? 'long' : 'sentence'](button)
    .replace(/(<button[^>]*>[^<]*<\/button>)([^\s<]+)/g, '<span class="together">$1$2</span>');
  const node = make(`<p class="${style}">${html}</p>`);
  node.addEventListener('click', e => {
    const target = e.target.closest('button[data-choice]');
    if (target && CHOICES[target.dataset.choice]) open(target, words, lang, onChange);
  });
  node.addEventListener('keydown', e => {
    const target = e.target.closest('button[data-choice]');
    if (!target || !['ArrowUp', 'ArrowDown'].includes(e.key) || !CHOICES[target.dataset.choice]) return;
    e.preventDefault();
    const name = target.dataset.choice, all = CHOICES[name];
    const next = all[(all.indexOf(words[name]) + (e.key === 'ArrowDown' ? 1 : -1) + all.length) % all.length];
    onChange(settled(name, next, words));
  });
  return node;
}

function open(target, words, lang, onChange) {
  document.querySelectorAll('.choices').forEach(n => n.remove());
  const name = target.dataset.choice;
  const items = CHOICES[name].map(value => {
    const after = settled(name, value, words);
    const why = obstacle(name, value, after);
    const current = value === words[name];
    return `<li role="option" aria-selected="${current}"><button type="button" data-value="${value}"${why ? ' disabled' : ''}>${escape(lang.situation[name](value))}${why ? `<small>${escape(lang.situation.not[why])}</small>` : ''}</button></li>`;
  }).join('');
  const list = make(`<ul class="choices" role="listbox">${items}</ul>`);
  const box = target.getBoundingClientRect();
  list.style.left = Math.max(8, Math.min(box.left, innerWidth - 260)) + scrollX + 'px';
  list.style.top = box.bottom + 6 + scrollY + 'px';
  document.body.append(list);
  const close = () => { list.remove(); removeEventListener('pointerdown', outside, true); };
  const outside = e => { if (!list.contains(e.target)) close(); };
  addEventListener('pointerdown', outside, true);
  list.addEventListener('click', e => {
    const chosen = e.target.closest('button[data-value]:not(:disabled)');
    if (chosen) { close(); onChange(settled(name, chosen.dataset.value, words)); }
  });
  list.addEventListener('keydown', e => {
    const buttons = [...list.querySelectorAll('button:not(:disabled)')];
    const i = buttons.indexOf(document.activeElement);
    if (e.key === 'Escape') { close(); target.focus(); }
    if (e.key === 'ArrowDown') buttons[(i + 1) % buttons.length].focus();
    if (e.key === 'ArrowUp') buttons[(i - 1 + buttons.length) % buttons.length].focus();
    if (e.key.startsWith('Arrow')) e.preventDefault();
  });
  (list.querySelector('[aria-selected=true] button:not(:disabled)') || list.querySelector('button:not(:disabled)')).focus();
}
