// SPDX-License-Identifier: Apache-2.0
// What is particular to each scenario that has no mailbox in its middle: the facts that its events
// make, its sentence, its picture and its code.

import { at, escape } from './dom.js';
import { badge, chip } from './chip.js';
import { cross } from './ring.js';
import { hue } from './hues.js';

const text = (x, y, words, size = 13, anchor = 'middle', cls = 'q', style = '') =>
  `<text x="${at(x)}" y="${at(y)}" font-size="${size}" text-anchor="${anchor}" class="${cls}"${style}>${escape(words)}</text>`;
const mark = (letter, x, y, r = 15) => `<g transform="translate(${at(x)} ${at(y)})">${badge(letter, r)}</g>`;
const arrow = (x, y, turn) => `<path d="M-6 -4.5L2 0L-6 4.5" fill="none" stroke="var(--ink)" stroke-width="1.8" transform="translate(${at(x)} ${at(y)}) rotate(${turn})"/>`;
const asleep = word => ({ state: 'asleep', word });
const lines = (all, who) => all.map((line, i) => ({ text: line, who: who[i] || [] }));
const at_ = (m, test) => m.processes.filter(p => p.state !== 'dead' && p.state !== 'ended' && test(p)).map(p => p.letter);

// Torn values.

const torn = {
  facts: { first: '-', second: '-', read: null, whole: 0, torn: 0, locked: false, holder: null },
  actions: [
    { id: 'lock', orders: m => m.processes.map(p => [p.letter, 'do lock']) },
    { id: 'unlock', orders: m => m.processes.map(p => [p.letter, 'do unlock']) },
  ],
  after(f, e) {
    const locked = e.about[e.about.length - 1] === 'true';
    switch (e.word) {
      case 'first': return { ...f, first: e.about[0], locked, holder: locked ? e.letter : null };
      case 'second': return { ...f, second: e.about[0], locked, holder: null };
      case 'whole': case 'torn':
        return { ...f, read: [e.about[0], e.about[1]], [e.word]: f[e.word] + 1, last: e.word, lastAt: e.t, locked };
      default: return f;
    }
  },
  state(p) {
    if (p.doing === 'first') return { word: 'writes-half' };
    if (p.doing === 'locks') return p.since > 40 ? asleep('asleep-lock') : { word: 'writes-half' };
    return { word: p.side === 'value-reader' ? 'reads' : 'makes-value' };
  },
  sentence(m) {
    const f = m.facts;
    if (f.locked) return { key: 'locked', about: { n: f.whole }, section: '3' };
    return f.torn ? { key: 'torn', about: {}, section: '3' } : { key: 'unlocked', about: {}, section: '3' };
  },
  tell: (e, lang) => e.word === 'torn' ? lang.scene.event.torn(e) : e.word === 'second' ? lang.scene.event.wroteBoth(e) : null,
  counters: (m, lang) => [[m.facts.whole, lang.scene.whole], [m.facts.torn, lang.scene.tornReads]],
  draw(m, lang, width) {
    const f = m.facts, narrow = width < 560;
    const cx = width / 2, w = narrow ? 150 : 240, h = 92, y = 96;
    const half = (x, label) => {
      const c = hue(label);
      return `<rect x="${at(x)}" y="${y}" width="${w / 2}" height="${h}" fill="${c ? `var(--${c})` : 'var(--surface)'}"/>`
        + text(x + w / 4, y + h / 2 + 9, label, 26, 'middle', 'm b', ` style="fill:var(--${c ? c + '-on' : 'ink'})"`);
    };
    const parts = [half(cx - w / 2, f.first), half(cx, f.second),
      `<rect x="${at(cx - w / 2)}" y="${y}" width="${w}" height="${h}" rx="4" fill="none" stroke="var(--ink)" stroke-width="1.6"/>`];
    if (f.locked) parts.push(`<rect x="${at(cx - w / 2 - 7)}" y="${y - 7}" width="${w + 14}" height="${h + 14}" rx="9" fill="none" stroke="var(--ink)" stroke-width="${f.holder ? 2.4 : 1.2}"${f.holder ? '' : ' stroke-dasharray="4 4"'}/>`, text(cx, y - 18, f.holder ? lang.scene.lockHeld(f.holder) : lang.scene.lockFree, 13));
    else parts.push(text(cx, y - 18, lang.scene.noLock, 13));
    if (f.first !== f.second) parts.push(`<path d="M${at(cx)} ${y - 6}V${y + h + 6}" stroke="${f.locked ? 'var(--ink-3)' : 'var(--alarm)'}" stroke-width="2.4"${f.locked ? ' stroke-dasharray="3 3"' : ''}/>`);
    const left = narrow ? 26 : cx - w / 2 - 120, right = narrow ? width - 26 : cx + w / 2 + 120;
    parts.push(mark('A', left, y + 10, 16), mark('B', left, y + h - 10, 16), mark('X', right, y + h / 2, 15));
    const link = (y1, y2, on) => `<path d="M${at(left + 22)} ${y1}C${at(left + 60)} ${y1} ${at(cx - w / 2 - 50)} ${y2} ${at(cx - w / 2 - 10)} ${y2}" fill="none" stroke="${on ? 'var(--ink)' : 'var(--line-2)'}" stroke-width="${on ? 2 : 1.3}"/>`;
    const writes = l => m.processes.some(p => p.letter === l && p.word === 'writes-half');
    parts.push(link(y + 10, y + h / 2, writes('A')), link(y + h - 10, y + h / 2, writes('B')),
      `<path d="M${at(cx + w / 2 + 10)} ${y + h / 2}H${at(right - 22)}" stroke="var(--line-2)" stroke-width="1.3"/>`);
    if (f.read) {
      const bad = f.last === 'torn';
      const size = narrow ? 14 : 17, x0 = cx - 54;
      parts.push(text(x0 - 14, y + h + 62, lang.scene.xRead, 13, 'end'),
        ...f.read.map((label, i) => { const c = hue(label); return `<rect x="${at(x0 + i * 56)}" y="${y + h + 40}" width="56" height="34" fill="${c ? `var(--${c})` : 'var(--surface)'}"/>` + text(x0 + 28 + i * 56, y + h + 63, label, size, 'middle', 'm b', ` style="fill:var(--${c ? c + '-on' : 'ink'})"`); }),
        bad ? `<path d="M${at(x0 + 56)} ${y + h + 34}v46" stroke="var(--alarm)" stroke-width="2.4"/>` : '',
        text(narrow ? cx : x0 + 128, y + h + (narrow ? 104 : 62), bad ? lang.scene.tornWord : lang.scene.wholeWord, 14, narrow ? 'middle' : 'start', 'b', bad ? ' style="fill:var(--alarm)"' : ''));
    }
    return { html: parts.join(''), height: narrow ? 310 : 290 };
  },
  listings(m, lang) {
    const w = m.facts.locked
      ? ['lock.lock();', 'value.first = n;', 'value.second = n;', 'lock.unlock();'] : ['value.first = n;', 'value.second = n;'];
    const o = m.facts.locked ? 1 : 0;
    const who = [];
    who[o + 1] = at_(m, p => p.word === 'writes-half');
    if (o) who[0] = at_(m, p => p.word === 'asleep-lock');
    const r = m.facts.locked ? ['lock.lock();', 'a = value.first;', 'b = value.second;', 'lock.unlock();'] : ['a = value.first;', 'b = value.second;'];
    const readers = []; readers[o] = at_(m, p => p.side === 'value-reader' && p.since < 300);
    return [{ title: lang.scene.writer, note: lang.whoIsWhere, lines: lines(w, who) }, { title: lang.scene.reader, lines: lines(r, readers) }];
  },
};

// Spin lock against semaphore.

const HOWS = { S: 'busy', T: 'spin', W: 'semaphore' };

const locks = {
  facts: { held: false, had: { S: 0, T: 0, W: 0 } },
  after(f, e) {
    switch (e.word) {
      case 'holds': return { ...f, held: true };
      case 'released': return { ...f, held: false };
      case 'had': return { ...f, had: { ...f.had, [e.letter]: f.had[e.letter] + 1 } };
      default: return f;
    }
  },
  state(p) {
    if (p.side === 'lock-holder') return { word: p.doing === 'holds' ? 'holds-lock' : 'goes-on' };
    if (p.doing !== 'waits') return { word: 'goes-on' };
    return p.letter === 'S' ? { state: 'spins', word: 'spins-lock' } : p.letter === 'T' ? { state: 'spins', word: 'spins-a-little' } : asleep('asleep-semaphore');
  },
  sentence(m) {
    const cpu = l => { const p = m.processes.find(q => q.letter === l); return p && p.cpu !== null ? p.cpu : 0; };
    return m.facts.held ? { key: 'lockWait', about: { busy: cpu('S'), spin: cpu('T'), sleep: cpu('W') }, section: '3' } : { key: 'lockFreed', about: {}, section: '3' };
  },
  tell: (e, lang) => lang.scene.event[e.word === 'had' ? 'had' : e.word === 'holds' ? 'holdsLock' : e.word === 'released' ? 'released' : 'none'](e),
  counters: (m, lang) => ['S', 'T', 'W'].map(l => { const p = m.processes.find(q => q.letter === l); return [p ? p.cpuMillis : 0, 'ms ' + lang.scene.how[HOWS[l]]]; }),
  draw(m, lang, width) {
    const narrow = width < 560, left = narrow ? 16 : 190, right = width - (narrow ? 16 : 120);
    const parts = [text(narrow ? 16 : left, 36, m.facts.held ? lang.scene.hHolds : lang.scene.hFree, 14, 'start', 'b')];
    ['S', 'T', 'W'].forEach((l, i) => {
      const p = m.processes.find(q => q.letter === l) || { cpu: 0, cpuMillis: 0 };
      const y = (narrow ? 86 : 78) + i * (narrow ? 78 : 66), full = right - left;
      const share = Math.max(0, Math.min(100, p.cpu || 0)) / 100;
      parts.push(mark(l, narrow ? 30 : 36, y + 14 - (narrow ? 28 : 0), 13), text(narrow ? 52 : 62, y + 19 - (narrow ? 28 : 0), lang.scene.how[HOWS[l]], 14, 'start', ''),
        `<rect x="${left}" y="${y}" width="${at(full)}" height="28" rx="4" fill="none" stroke="var(--line-2)" stroke-dasharray="3 3"/>`,
        share > 0 ? `<rect x="${left}" y="${y}" width="${at(Math.max(3, full * share))}" height="28" rx="4" fill="var(--ink)"/>` : '',
        text(narrow ? right : right + 12, narrow ? y - 9 : y + 19, `${p.cpu ?? 0} %`, 15, narrow ? 'end' : 'start', 'b num'));
    });
    return { html: parts.join(''), height: narrow ? 320 : 280 };
  },
  listings(m, lang) {
    const waits = l => at_(m, p => p.letter === l && (p.state === 'spins' || p.state === 'asleep'));
    return [
      { title: lang.scene.how.busy, note: lang.whoIsWhere, lines: lines(['while (!lock.tryLock())', '  ; /* do nothing */'], [waits('S')]) },
      { title: lang.scene.how.spin, lines: lines(['SpinLock.at(memory, 512).lock();', '/* spins a little, then sleeps */'], [waits('T')]) },
      { title: lang.scene.how.semaphore, lines: lines(['semaphore.acquire();', '/* asleep until release() */'], [waits('W')]) },
    ];
  },
};

// Shared memory in four steps.

const fourSteps = {
  facts: { done: 0, value: null, read: null, writes: 0, reads: 0 },
  after(f, e) {
    switch (e.word) {
      case 'created': return { ...f, done: Math.max(f.done, 1) };
      case 'attached': return { ...f, done: Math.max(f.done, 2) };
      case 'wrote': return { ...f, done: Math.max(f.done, 3), value: e.about[0], writes: f.writes + 1 };
      case 'read': return { ...f, done: 4, read: e.about[0], reads: f.reads + 1 };
      default: return f;
    }
  },
  state(p) {
    if (p.letter === 'B') return { word: { opened: 'will-create', created: 'waits-attach', wrote: 'goes-on' }[p.doing] || 'starts' };
    return p.doing === 'opened' ? { word: 'looks-region' } : { state: 'spins', word: 'looks-value' };
  },
  sentence: m => ({ key: ['step0', 'step1', 'step2', 'step3', 'step4'][m.facts.value !== m.facts.read && m.facts.done === 4 ? 3 : m.facts.done], about: { value: m.facts.value, read: m.facts.read }, section: '3' }),
  tell: (e, lang) => (lang.scene.event[{ created: 'region', attached: 'attached', wrote: 'wrote', read: 'readValue' }[e.word] || 'none'])(e),
  counters: (m, lang) => [[m.facts.writes, lang.scene.writes], [m.facts.reads, lang.scene.reads]],
  draw(m, lang, width) {
    const f = m.facts, narrow = width < 560;
    const pad = narrow ? 36 : 110, gap = (width - 2 * pad) / 3;
    const parts = [];
    for (let i = 0; i < 4; i++) {
      const x = pad + i * gap, on = i < f.done;
      if (i) parts.push(`<path d="M${at(x - gap + 22)} 60H${at(x - 22)}" stroke="${on ? 'var(--ink)' : 'var(--line-2)'}" stroke-width="1.6"${on ? '' : ' stroke-dasharray="3 4"'}/>`);
      parts.push(`<circle cx="${at(x)}" cy="60" r="20" fill="${on ? 'var(--ink)' : 'var(--surface)'}" stroke="var(--ink)" stroke-width="1.6"/>`,
        text(x, 67, i + 1, 19, 'middle', 'b', on ? ' style="fill:var(--on-ink)"' : ''), text(x, 106, lang.scene.steps[i], narrow ? 12 : 14, 'middle', on ? 'b' : 'q'));
    }
    const cx = width / 2, y = 168, w = narrow ? 120 : 210;
    const there = f.done >= 1;
    parts.push(`<rect x="${at(cx - w / 2)}" y="${y}" width="${w}" height="74" rx="8" fill="${there ? 'var(--surface)' : 'none'}" stroke="${there ? 'var(--ink)' : 'var(--line-2)'}" stroke-width="1.8"${there ? '' : ' stroke-dasharray="5 5"'}/>`,
      text(cx, y + 48, f.value ?? (there ? '0' : ''), 32, 'middle', 'm b'), text(cx, y + 96, there ? lang.scene.region : lang.scene.noRegion, 13));
    const left = narrow ? 36 : 110, right = width - left;
    parts.push(mark('B', left, y + 37, 17), mark('A', right, y + 37, 17));
    parts.push(`<path d="M${left + 26} ${y + 37}H${at(cx - w / 2 - 6)}" stroke="${there ? 'var(--ink)' : 'var(--line-2)'}" stroke-width="1.6"${there ? '' : ' stroke-dasharray="3 4"'}/>`, there ? arrow(cx - w / 2 - 8, y + 37, 0) : '');
    const attached = f.done >= 2;
    parts.push(`<path d="M${at(cx + w / 2 + 6)} ${y + 37}H${right - 26}" stroke="${attached ? 'var(--ink)' : 'var(--line-2)'}" stroke-width="1.6"${attached ? '' : ' stroke-dasharray="3 4"'}/>`, attached ? arrow(right - 28, y + 37, 0) : '',
      f.read !== null ? text(right, y + 82, lang.scene.aRead(f.read), 13) : '');
    return { html: parts.join(''), height: 290 };
  },
  listings(m, lang) {
    const f = m.facts, b = f.done === 0 ? 0 : 2, a = f.done < 2 ? 1 : 3;
    const who = [[], [], [], []];
    who[b].push(...at_(m, p => p.letter === 'B'));
    who[a].push(...at_(m, p => p.letter === 'A'));
    return [{ title: lang.scene.fourLines, note: lang.whoIsWhere, lines: lines(['Region.posix("/scores").create();', 'Region.posix("/scores").attach();', 'WORD.setRelease(m, 0, 42);', 'while (WORD.getAcquire(m, 0) == 0);'], who) },
      { title: lang.scene.inC, lines: lines(['shm_open, ftruncate, mmap', 'shm_open, mmap', '*p = 42;', 'while (*p == 0);'], []) }];
  },
};

// A pipe is a stream.

const pipe = {
  facts: { inside: '', writes: 0, reads: 0, last: '', mixed: 0 },
  after(f, e) {
    switch (e.word) {
      case 'wrote': return { ...f, inside: f.inside + e.about[0], writes: f.writes + 1 };
      case 'read': {
        const several = new Set(e.about[0]).size > 1;
        return { ...f, inside: f.inside.slice(e.about[0].length), reads: f.reads + 1, last: e.about[0], mixed: f.mixed + (several ? 1 : 0) };
      }
      default: return f;
    }
  },
  state(p) {
    if (p.side === 'pipe-reader') return p.doing === 'asks' && p.since > 60 ? asleep('asleep-bytes') : { word: 'reads' };
    return { word: 'makes-bytes' };
  },
  sentence: m => m.facts.last && new Set(m.facts.last).size > 1 ? { key: 'stream', about: { n: m.facts.last.length, writes: new Set(m.facts.last).size }, section: '11' } : { key: 'pipe', about: {}, section: '11' },
  tell: (e, lang) => e.word === 'wrote' ? lang.scene.event.wroteBytes(e) : e.word === 'read' ? lang.scene.event.readBytes(e) : null,
  counters: (m, lang) => [[m.facts.writes, lang.scene.writes], [m.facts.reads, lang.scene.reads], [m.facts.inside.length, lang.scene.bytesInside], [m.facts.mixed, lang.scene.mixed]],
  draw(m, lang, width) {
    const f = m.facts, narrow = width < 560;
    const left = narrow ? 46 : 110, right = width - left, y = 76, cell = narrow ? 13 : 20;
    const parts = [mark('A', left - 30, y + 24, 15), mark('X', right + 30, y + 24, 14),
      `<path d="M${left} ${y}H${right}M${left} ${y + 48}H${right}" stroke="var(--ink)" stroke-width="1.6"/>`, arrow(right - 4, y + 24, 0)];
    const most = Math.floor((right - left - 40) / cell);
    const inside = f.inside.slice(0, most);
    [...inside].forEach((digit, i) => {
      const x = right - 30 - (i + 1) * cell;
      const even = Number(digit) % 2 === 0;
      parts.push(`<rect x="${at(x)}" y="${y + 12}" width="${cell - 2}" height="24" fill="${even ? 'var(--a-tint)' : 'var(--a)'}" stroke="var(--a-ink)" stroke-width=".8"/>`,
        text(x + cell / 2 - 1, y + 29, digit, narrow ? 10 : 13, 'middle', 'm b', ` style="fill:var(--${even ? 'a-ink' : 'a-on'})"`));
    });
    if (f.inside.length > most) parts.push(text(left + 14, y + 30, '+' + (f.inside.length - most), 13));
    parts.push(text(width / 2, y - 18, lang.scene.inPipe(f.inside.length), 14));
    if (f.last) {
      const x0 = width / 2 - f.last.length * 13;
      parts.push(narrow ? text(width / 2, y + 90, lang.scene.oneRead(f.last.length), 14)
        : text(x0 - 14, y + 132, lang.scene.oneRead(f.last.length), 14, 'end'));
      [...f.last].forEach((digit, i) => {
        const even = Number(digit) % 2 === 0;
        const edge = i > 0 && digit !== f.last[i - 1];
        parts.push(`<rect x="${at(x0 + i * 26)}" y="${y + 112}" width="24" height="30" fill="${even ? 'var(--a-tint)' : 'var(--a)'}" stroke="var(--a-ink)"/>`,
          text(x0 + i * 26 + 12, y + 133, digit, 15, 'middle', 'm b', ` style="fill:var(--${even ? 'a-ink' : 'a-on'})"`),
          edge ? `<path d="M${at(x0 + i * 26 - 1)} ${y + 102}v50" stroke="var(--ink)" stroke-width="2"/>` : '');
      });
      parts.push(text(width / 2, y + 184, lang.scene.ofWrites(new Set(f.last).size), 14, 'middle', 'b'));
    }
    return { html: parts.join(''), height: 290 };
  },
  listings: (m, lang) => [
    { title: lang.scene.writer, note: lang.whoIsWhere, lines: lines(['PipeEnd end = fifo.openToWrite();', 'end.write(fiveBytes);'], [[], at_(m, p => p.letter === 'A')]) },
    { title: lang.scene.reader, lines: lines(['PipeEnd end = fifo.openToRead();', 'int n = end.read(eightBytes);'], [[], at_(m, p => p.letter === 'X')]) },
  ],
};

// A socket, step by step.

const SERVER = ['socket', 'bind', 'listen', 'accept', 'read', 'write', 'close'];
const CLIENT = ['socket', null, null, 'connect', 'write', 'read', 'close'];

const socket = {
  facts: { S: [], T: [], waits: {}, early: {} },
  after(f, e) {
    if (e.word === 'step') return { ...f, [e.letter]: [...f[e.letter].filter(s => s !== e.about[0]), e.about[0]], waits: { ...f.waits, [e.letter]: null }, early: { ...f.early, [e.letter]: null } };
    if (e.word === 'waits') return { ...f, waits: { ...f.waits, [e.letter]: e.about[0] } };
    if (e.word === 'early') return { ...f, early: { ...f.early, [e.letter]: e.about[0] } };
    return f;
  },
  state(p) {
    if (p.doing === 'waits') return asleep(p.about[0] === 'accept' ? 'asleep-accept' : 'asleep-answer');
    if (p.doing === 'early') return { word: 'too-early' };
    return { word: p.doing === 'step' ? 'did-step' : p.doing === 'ended' || p.about[0] === 'close' ? 'finished-steps' : 'starts', message: p.about[0] };
  },
  sentence(m) {
    const f = m.facts, early = f.early.S || f.early.T;
    if (f.early.S) return { key: 'earlyAccept', about: {}, section: '12' };
    if (f.early.T) return { key: 'earlyConnect', about: {}, section: '12' };
    if (f.S.includes('close') && f.T.includes('close')) return { key: 'socketEnd', about: {}, section: '12' };
    if (f.T.includes('connect')) return { key: 'talk', about: {}, section: '12' };
    if (f.waits.S === 'accept') return { key: 'accept', about: {}, section: '12' };
    return { key: early ? 'earlyAccept' : 'ladder', about: {}, section: '12' };
  },
  tell: (e, lang) => e.word === 'step' ? lang.scene.event.step(e) : e.word === 'early' ? lang.scene.event.early(e) : null,
  counters: (m, lang) => [[m.facts.S.length, lang.scene.serverSteps], [m.facts.T.length, lang.scene.clientSteps]],
  draw(m, lang, width) {
    const f = m.facts, narrow = width < 560;
    const left = narrow ? width * 0.34 : width * 0.36, right = narrow ? width * 0.66 : width * 0.64, y0 = 70, dy = 34;
    const parts = [mark('S', left, 30, 14), mark('T', right, 30, 14), text(left - 24, 35, lang.scene.server, 14, 'end', 'b'), text(right + 24, 35, lang.scene.client, 14, 'start', 'b'),
      `<path d="M${at(left)} 50V${y0 + 6 * dy + 16}M${at(right)} 50V${y0 + 6 * dy + 16}" stroke="var(--ink)" stroke-width="1.5"/>`];
    const step = (side, name, i, x, anchor) => {
      if (!name) return;
      const done = f[side].includes(name), waits = f.waits[side] === name, early = f.early[side] === name, y = y0 + i * dy;
      parts.push(`<circle cx="${at(x)}" cy="${y}" r="7" fill="${done ? 'var(--ink)' : 'var(--paper)'}" stroke="${early ? 'var(--alarm)' : 'var(--ink)'}" stroke-width="1.8"${waits ? ' stroke-dasharray="3 2.4"' : ''}/>`,
        text(x + (anchor === 'end' ? -18 : 18), y + 5, name, narrow ? 13 : 15, anchor, done || waits ? 'm b' : 'm f'));
      if (early) parts.push(cross(x, y, 6), text(x + (anchor === 'end' ? -18 : 18), y + 19, lang.scene.tooEarly, 11.5, anchor, '', ' style="fill:var(--alarm)"'));
      if (waits) parts.push(text(x + (anchor === 'end' ? -18 : 18), y + 19, lang.scene.waitsHere, 11.5, anchor, 'q'));
    };
    SERVER.forEach((name, i) => step('S', name, i, left, 'end'));
    CLIENT.forEach((name, i) => step('T', name, i, right, 'start'));
    const join = (i, rightward, words) => {
      const y = y0 + i * dy, a = rightward ? left + 14 : right - 14, b = rightward ? right - 14 : left + 14;
      parts.push(`<path d="M${at(a)} ${y}H${at(b)}" stroke="var(--ink)" stroke-width="1.8"/>`, arrow(b, y, rightward ? 0 : 180), words ? text((left + right) / 2, y - 7, words, 13, 'middle', 'm') : '');
    };
    if (f.T.includes('connect')) join(3, false, '');
    if (f.T.includes('write')) join(4, false, 'hello');
    if (f.S.includes('write')) join(5, true, 'welcome');
    return { html: parts.join(''), height: 318 };
  },
  listings(m, lang) {
    const last = l => { const p = m.processes.find(q => q.letter === l); return p && p.doing !== 'starts' ? p.about[0] : ''; };
    const at = (names, letter) => names.map(n => n && n === last(letter) ? at_(m, p => p.letter === letter) : []);
    return [{ title: lang.scene.server, note: lang.whoIsWhere, lines: lines(['Endpoint s = socket(UNIX, STREAM);', 's.bind(at);', 's.listen(4);', 'Endpoint talk = s.accept();', 'talk.read(bytes);', 'talk.write(answer);', 'talk.close(); s.close();'], at(SERVER, 'S')) },
      { title: lang.scene.client, lines: lines(['Endpoint c = socket(UNIX, STREAM);', 'c.connect(at);', 'c.write(request);', 'c.read(bytes);', 'c.close();'], at(CLIENT.filter(Boolean), 'T')) }];
  },
};

// Direct links.

const links = {
  facts: { last: null, told: 0, heard: 0 },
  after(f, e) {
    if (e.word === 'told') return { ...f, last: { from: e.letter, to: e.about[1], words: e.about[0], t: e.t }, told: f.told + 1 };
    if (e.word === 'heard') return { ...f, heard: f.heard + 1 };
    return f;
  },
  state: p => ({ word: p.doing === 'told' ? 'told-other' : p.doing === 'heard' ? 'heard-other' : p.doing === 'missed' ? 'missed-other' : 'starts', to: p.about[1], message: p.about[0] }),
  sentence(m) {
    const n = m.processes.filter(p => p.alive).length, all = n * (n - 1) / 2;
    const dead = m.processes.find(p => p.state === 'dead');
    if (dead && dead.since < 6000) return { key: 'linkLost', about: { dead: dead.letter }, section: '5.2' };
    return m.links.length >= all && all > 0 ? { key: 'allLinks', about: { n, links: m.links.length }, section: '5.2' } : { key: 'someLinks', about: { links: m.links.length, all }, section: '5.2' };
  },
  tell: (e, lang) => e.word === 'told' ? lang.scene.event.told(e) : e.word === 'missed' ? lang.scene.event.missed(e) : e.word === 'killed' ? lang.event.killed(e) : null,
  counters: (m, lang) => [[m.links.length, lang.scene.linksThere], [m.facts.told, lang.counters.sent], [m.facts.heard, lang.counters.received]],
  draw(m, lang, width) {
    const cx = width / 2, cy = 156, r = Math.min(118, width / 2 - 40), n = m.processes.length;
    const place = new Map(m.processes.map((p, i) => { const a = (i / n - 0.25) * 2 * Math.PI; return [p.letter, [cx + r * Math.cos(a) * (width > 560 ? 1.35 : 1), cy + r * Math.sin(a)]]; }));
    const parts = [];
    const letters = m.processes.map(p => p.letter);
    letters.forEach((a, i) => letters.slice(i + 1).forEach(b => {
      const on = m.links.includes(a + b) || m.links.includes(b + a);
      const [x1, y1] = place.get(a), [x2, y2] = place.get(b);
      parts.push(`<path d="M${at(x1)} ${at(y1)}L${at(x2)} ${at(y2)}" stroke="${on ? 'var(--ink)' : 'var(--line)'}" stroke-width="${on ? 1.8 : 1}"${on ? '' : ' stroke-dasharray="2 5"'}/>`);
    }));
    const last = m.facts.last;
    if (last && m.t - last.t < 1500 && place.has(last.to)) {
      const [x1, y1] = place.get(last.from), [x2, y2] = place.get(last.to), k = 0.62;
      parts.push(`<path d="M${at(x1)} ${at(y1)}L${at(x2)} ${at(y2)}" stroke="var(--ink)" stroke-width="3.4"/>`,
        `<g transform="translate(${at(x1 + (x2 - x1) * k)} ${at(y1 + (y2 - y1) * k)})"><rect x="-16" y="-11" width="32" height="22" rx="11" fill="var(--ink)"/>${text(0, 4.6, last.words, 12.5, 'middle', 'b', ' style="fill:var(--on-ink)"')}</g>`);
    }
    for (const p of m.processes) {
      const [x, y] = place.get(p.letter);
      parts.push(`<circle cx="${at(x)}" cy="${at(y)}" r="19" fill="var(--surface)" stroke="${p.state === 'dead' ? 'var(--alarm)' : 'var(--ink)'}" stroke-width="1.8"/>`, text(x, y + 6.5, p.letter, 18, 'middle', 'b'), p.state === 'dead' ? cross(x, y, 13) : '');
    }
    const all = n * (n - 1) / 2;
    parts.push(text(width - 14, 296, lang.scene.linkCount(m.links.length, n, all), 14, 'end', 'q'));
    return { html: parts.join(''), height: 306 };
  },
  listings: (m, lang) => [{ title: lang.scene.byName, note: lang.whoIsWhere, lines: lines(['NamedProcess me = join("P");', 'me.send("Q", bytes);', 'DirectMessage m = me.receive();', 'NamedProcess.links();'], [[], at_(m, p => p.word === 'told-other' && p.since < 900), at_(m, p => p.word === 'heard-other' && p.since < 900)]) }],
};

// Every transport, raced.

const race = {
  facts: { lanes: {}, now: -1 },
  after(f, e) {
    const lane = Number(e.about[0]);
    switch (e.word) {
      case 'lane': return { ...f, now: lane };
      case 'runs': return { ...f, lanes: { ...f.lanes, [lane]: { count: Number(e.about[1]), nanos: Number(e.about[2]) } } };
      case 'ran': return { ...f, lanes: { ...f.lanes, [lane]: { count: Number(e.about[1]), nanos: Number(e.about[2]), done: true } } };
      case 'out': return { ...f, lanes: { ...f.lanes, [lane]: { out: e.about[1], done: true } } };
      default: return f;
    }
  },
  state: p => ({ word: p.doing === 'finished' || p.doing === 'ended' ? 'finished-race' : p.doing === 'starts' ? 'starts' : 'hurries' }),
  rates: f => Object.entries(f.lanes).map(([lane, r]) => [Number(lane), r.nanos ? r.count / r.nanos * 1e9 : 0]),
  sentence(m) {
    const rates = race.rates(m.facts), done = m.processes.every(p => p.word === 'finished-race');
    if (!rates.length) return { key: 'raceBegins', about: {}, section: '13' };
    const [lane, rate] = rates.reduce((a, b) => a[1] >= b[1] ? a : b);
    return done ? { key: 'raceWon', about: { lane: race.names[lane], rate }, section: '13' } : { key: 'raceRuns', about: { lane: race.names[m.facts.now] || '' }, section: '13' };
  },
  names: ['pair', 'shm', 'file', 'fifo', 'posix', 'sysv', 'unix', 'tcp'],
  tell: (e, lang) => e.word === 'ran' ? lang.scene.event.ran({ ...e, lane: race.names[Number(e.about[0])], rate: Number(e.about[1]) / Number(e.about[2]) * 1e9 }) : null,
  counters: (m, lang) => [[Object.values(m.facts.lanes).filter(r => r.done).length, lang.scene.lanesDone]],
  draw(m, lang, width, words) {
    const narrow = width < 560, left = narrow ? 52 : 270, right = width - (narrow ? 14 : 110), dy = narrow ? 46 : 40;
    const rates = new Map(race.rates(m.facts));
    const fastest = Math.max(1, ...rates.values());
    const parts = [`<path d="M${right} 20V${30 + 8 * dy}" stroke="var(--ink)" stroke-width="2" stroke-dasharray="4 3"/>`];
    race.names.forEach((name, i) => {
      const y = 42 + i * dy, rate = rates.get(i) || 0, r = m.facts.lanes[i];
      const x = left + (right - left - 12) * rate / fastest;
      parts.push(text(left - 12, y + 4.5, name, 13.5, 'end', i === m.facts.now && !(r && r.done) ? 'm b' : 'm'),
        narrow ? '' : text(20, y + 4.5, lang.scene.carrier[name], 12.5, 'start', 'f'),
        `<path d="M${left} ${y}H${right}" stroke="var(--line-2)" stroke-width="1.2" stroke-dasharray="2 4"/>`);
      if (rate) parts.push(`<path d="M${left} ${y}H${at(x)}" stroke="var(--ink)" stroke-width="2"/>`, `<g transform="translate(${at(x)} ${y})"><circle r="7" fill="var(--a)" stroke="var(--a-ink)"/></g>`,
        text(narrow ? right - 4 : right + 12, narrow ? y + 20 : y + 4.5, words.rate(rate), 13.5, narrow ? 'end' : 'start', 'b num'));
      if (r && r.out) parts.push(text(left + 8, y + 4.5, lang.scene.notHere, 12.5, 'start', 'f'));
    });
    return { html: parts.join(''), height: 44 + 8 * dy };
  },
  listings: (m, lang) => [{ title: lang.scene.sameJob, note: lang.whoIsWhere, lines: lines(['Mailbox box = Mailbox.open(address);', 'while (clock.runs())', '  box.send(message);'], [[], [], at_(m, p => p.letter === 'A' && p.word === 'hurries')]) },
    { title: lang.scene.onlyAddress, lines: lines(['orders', 'file:/dev/shm/orders', 'fifo:/tmp/orders', 'posix:/orders', 'sysv:0x2a', 'unix:/tmp/orders', 'tcp://127.0.0.1:7000'], []) }],
};

export const SCENES = { 'torn': torn, 'spin-semaphore': locks, 'four-steps': fourSteps, 'pipe': pipe, 'socket': socket, 'links': links, 'race': race };
