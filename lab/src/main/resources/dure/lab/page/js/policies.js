// SPDX-License-Identifier: Apache-2.0
// Three processes at one mailbox: the five policies side by side, each a mailbox of its own.

import { at, escape, make, mark, put } from './dom.js';
import { chip } from './chip.js';
import { SceneStage } from './scene.js';

const POLICIES = ['pair', 'one', 'any', 'ranked', 'all'];
const RECEIVERS = ['X', 'Y', 'Z'];
const PLACE = { X: 38, Y: 110, Z: 182 };

const scene = {
  facts: POLICIES.map(() => ({ sent: 0, blocked: false, asks: {}, took: { X: [], Y: [], Z: [] }, out: {} })),
  after(facts, e) {
    const [word, index] = e.word.split('@');
    if (index === undefined) return facts;
    const i = Number(index), f = facts[i];
    const changed = {
      makes: () => ({ ...f, blocked: false }),
      sends: () => ({ ...f, blocked: true, next: Number(e.about[0]) }),
      accepted: () => ({ ...f, blocked: false, sent: Number(e.about[0]) }),
      asks: () => ({ ...f, asks: { ...f.asks, [e.letter]: e.t } }),
      took: () => ({ ...f, asks: { ...f.asks, [e.letter]: null }, took: { ...f.took, [e.letter]: [...f.took[e.letter], Number(e.about[0])].slice(-6) } }),
      out: () => ({ ...f, out: { ...f.out, [e.letter]: true } }),
    }[word];
    if (!changed) return facts;
    const all = [...facts];
    all[i] = changed();
    return all;
  },
  state: () => ({ word: 'at-five' }),
  sentence: () => ({ key: 'policies', about: {}, section: '6' }),
  tell: (e, lang) => {
    const [word, index] = e.word.split('@');
    return word === 'took' ? lang.policies.took(e.letter, e.about[0], POLICIES[index]) : word === 'out' ? lang.policies.out(e.letter) : null;
  },
  counters: (m, lang) => [[m.facts.reduce((n, f) => n + f.sent, 0), lang.counters.sent], [m.mailboxes.reduce((n, b) => n + (b.received || 0), 0), lang.counters.received]],
  draw: () => ({ html: '', height: 10 }),
  listings: () => [],
};

export class PoliciesStage extends SceneStage {
  constructor(root, run, lang, words) { super(root, run, lang, words, scene); }

  build() {
    super.build();
    const { lang } = this;
    this.node.classList.add('policies');
    this.pol = make(`<div class="pol">${POLICIES.map(p => `<article data-policy="${p}"><h2>${p}</h2><p class="rule">${escape(lang.policies.rule[p])}</p><svg viewBox="0 0 220 294" role="img"></svg><p class="why">${escape(lang.policies.why[p])}</p></article>`).join('')}</div>`);
    this.node.querySelector('.main').replaceWith(this.pol);
    this.parts.cast.hidden = true;
    const key = lang.policies.key;
    this.pol.after(make(`<p class="key"><span><svg width="26" height="26" viewBox="-13 -13 26 26">${chip('A3', 'solid', 0, 0, 11)}</svg>${escape(key[0])}</span><span><svg width="34" height="8"><path d="M1 4H33" stroke="var(--ink)" stroke-width="2.6"/></svg>${escape(key[1])}</span><span><svg width="34" height="8"><path d="M1 4H33" stroke="var(--line-2)" stroke-width="1.4" stroke-dasharray="3 4"/></svg>${escape(key[2])}</span><span><svg width="22" height="22"><circle cx="11" cy="11" r="9" fill="none" stroke="var(--ink)" stroke-width="1.6" stroke-dasharray="4 3"/></svg>${escape(key[3])}</span></p>`));
    this.parts.cast = make('<div class="cast row"></div>');
    this.node.querySelector('.time').before(this.parts.cast);
  }

  drawPicture() {
    const m = this.history.shown;
    POLICIES.forEach((policy, i) => {
      const svg = this.pol.querySelector(`[data-policy=${policy}] svg`);
      put(svg, picture(policy, m.facts[i], m.mailboxes[i] || {}, this.lang, m));
      mark(svg, 'aria-label', `${policy}: ${m.facts[i].sent}`);
    });
  }
}

function picture(policy, f, box, lang, m) {
  const participants = (box.participants || []).filter(p => p.alive !== false);
  const who = letter => participants.find(p => p.name === letter) || {};
  const inside = contents(box);
  const parts = [chip('A', 'solid', 110, 22, 17)];
  const shut = f.blocked && inside.length >= 4;
  parts.push(`<path d="M110 42V70" fill="none" stroke="${shut ? 'var(--line-2)' : 'var(--ink)'}" stroke-width="1.6"${shut ? ' stroke-dasharray="3 4"' : ''}/>`,
    shut ? '<path d="M98 66H122M98 60H122" stroke="var(--ink)" stroke-width="2.4"/>' : '<path d="M-6 -4.5L2 0L-6 4.5" fill="none" stroke="var(--ink)" stroke-width="1.8" transform="translate(110 69) rotate(90)"/>');
  for (let i = 0; i < 4; i++) {
    const label = inside[3 - i], x = 49 + i * 31;
    parts.push(`<rect x="${x}" y="77" width="28" height="28" rx="5" fill="${label ? 'var(--a-tint)' : 'var(--surface)'}" stroke="${label ? 'var(--a-ink)' : 'var(--line-2)'}"/>`,
      label ? small(label, x + 14, 91, 11) : '');
  }
  const next = nextReceiver(policy, f, who);
  for (const letter of RECEIVERS) parts.push(...receiver(letter, policy, f, who(letter), next, lang, m));
  return parts.join('');
}

/** The numbers of the messages inside, oldest first. One process sends, so positions count them. */
function contents(box) {
  const cells = box.cells ? box.cells.listed.filter(c => ['full', 'late', 'reading'].includes(c.state)).map(c => c.position)
    : box.pair ? box.pair.listed.map(r => r.position) : [];
  const slowest = Math.min(...(box.participants || []).filter(p => p.next !== undefined && p.alive !== false).map(p => p.next));
  return cells.filter(p => !(p < slowest && box.receivers === 'all')).sort((a, b) => a - b).map(p => p + 1).slice(0, 4);
}

function nextReceiver(policy, f, who) {
  const waiting = RECEIVERS.filter(l => !f.out[l] && who(l).waitingToReceive > 0);
  if (policy === 'all') return null;
  if (policy === 'ranked') return waiting.sort((a, b) => (who(b).rank || 0) - (who(a).rank || 0))[0];
  if (policy === 'any') return waiting.sort((a, b) => (who(a).ticket ?? 1e18) - (who(b).ticket ?? 1e18))[0];
  return RECEIVERS.find(l => !f.out[l] && f.took[l].length > 0) || waiting[0];
}

function receiver(letter, policy, f, p, next, lang, m) {
  const x = PLACE[letter];
  const waits = p.waitingToReceive > 0 || (f.asks[letter] && m.t - f.asks[letter] > 150);
  const out = f.out[letter];
  const gets = policy === 'all' || letter === next;
  const works = !waits && !out;
  const curve = x === 110 ? 'M110 108V147' : `M110 108C110 132 ${x} 120 ${x} 147`;
  const open = !out && (gets || (policy === 'any' && works));
  const blocked = out || (policy === 'one' && letter !== next) || (policy === 'ranked' && !gets && waits);
  const words = out ? lang.policies.refused
    : policy === 'one' ? (letter === next ? lang.policies.hasEnd : lang.policies.waitsTurn)
      : policy === 'ranked' ? lang.policies.rank(p.rank || 0)
        : policy === 'all' ? lang.policies.next((p.next ?? 0) + 1)
          : policy === 'pair' ? '' : letter === next ? lang.policies.longest : works ? lang.policies.works : lang.policies.waits;
  const parts = [`<path d="${curve}" fill="none" stroke="${open && gets ? 'var(--ink)' : 'var(--line-2)'}" stroke-width="${gets && !out ? 2.4 : 1.3}"${blocked ? ' stroke-dasharray="3 4"' : ''}/>`,
    blocked ? `<path d="M${x - 12} 142H${x + 12}M${x - 12} 136H${x + 12}" stroke="var(--ink)" stroke-width="2.4"/>` : '',
    `<circle cx="${x}" cy="168" r="16" fill="${out ? 'var(--paper)' : 'var(--surface)'}" stroke="${out ? 'var(--line-2)' : 'var(--ink)'}" stroke-width="${gets && policy !== 'all' && !out ? 2.6 : 1.6}"${waits && !out ? ' stroke-dasharray="4 3"' : ''}/>`,
    `<text x="${x}" y="173" font-size="15" text-anchor="middle" class="b${out ? ' f' : ''}">${letter}</text>`,
    `<text x="${x}" y="202" font-size="11.5" text-anchor="middle" class="q">${escape(words)}</text>`];
  f.took[letter].forEach((n, i) => parts.push(small(n, x - 13.5 + (i % 2) * 27, 224 + Math.floor(i / 2) * 27, 11.5)));
  return parts;
}

function small(n, x, y, r) {
  const size = String(n).length > 2 ? r * 0.8 : r;
  return `<g transform="translate(${at(x)} ${at(y)})"><circle r="${r}" fill="var(--a)" stroke="var(--a-ink)" stroke-width="1"/><text y="${at(size * 0.36)}" font-size="${at(size)}" text-anchor="middle" class="b" style="fill:var(--a-on)">${n}</text></g>`;
}
