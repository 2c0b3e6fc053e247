// SPDX-License-Identifier: Apache-2.0
// The line of code of this moment: the textbook's loop, and the same with a mailbox.

import { escape } from './dom.js';
import { badge } from './chip.js';

const TEXTBOOK = [
  '/* producer */',
  'while ((in + 1) % BUFFER_SIZE == out)',
  '  ; /* do nothing */',
  'buffer[in] = nextProduced;',
  'in = (in + 1) % BUFFER_SIZE;',
  '/* consumer */',
  'while (in == out)',
  '  ; /* do nothing */',
  'nextConsumed = buffer[out];',
  'out = (out + 1) % BUFFER_SIZE;',
];

const JUST = 450;
const LONGEST_NAME = 14;

function textbookLine(p) {
  switch (p.word) {
    case 'asleep-room': case 'spins-room': return 1;
    case 'writes': return 3;
    case 'killed-writing': return 3;
    case 'asleep-message': case 'spins-message': case 'asleep-turn': return 6;
    case 'works': return p.since < JUST ? 8 : -1;
    case 'goes-on': return p.side === 'send' && p.since < JUST ? 4 : -1;
    default: return -1;
  }
}

const SENDING = new Set(['sends', 'writes', 'asleep-room', 'asleep-receiver', 'asleep-received', 'asleep-acknowledged', 'spins-room', 'hurries']);
const ASKING = new Set(['asks', 'asleep-message', 'asleep-turn', 'spins-message']);

/** The listings of a moment: a title, lines, and which processes are at which line. */
export function listings(moment, scenario, lang) {
  const name = identifier(moment.box.address, scenario);
  const words = scenario.words || {};
  if (scenario.id === 'killed-writing') return inPlace(moment, name, lang);
  if (scenario.id === 'film') return film(moment, name, lang);
  if (moment.box.shape === 'zero') return rendezvous(moment, name, lang);
  const receive = words.acknowledge === 'true' || words.until === 'acknowledged';
  const how = words.until === 'received' || words.until === 'acknowledged'
    ? `, until(${words.until.toUpperCase()})` : '';
  const tries = words.until === 'nothing';
  const lines = [
    'Item next = produce();',
    tries ? `${name}.trySend(next);` : `${name}.send(next${how});`,
    receive ? `Delivery d = ${name}.receiveDelivery();` : `Item item = ${name}.receive(${chosen(moment, words)});`,
    receive ? 'consume(d.message());' : 'consume(item);',
  ];
  if (receive) lines.push('d.acknowledge();');
  const mailbox = lines.map(text => ({ text, who: [] }));
  for (const p of moment.processes) {
    const line = mailboxLine(p, receive);
    if (line >= 0 && p.state !== 'dead') mailbox[line].who.push(p.letter);
  }
  const textbook = TEXTBOOK.map(text => ({ text, who: [] }));
  for (const p of moment.processes) {
    const line = textbookLine(p);
    if (line >= 0) textbook[line].who.push(p.letter);
  }
  const second = { title: lang.withMailbox, lines: mailbox };
  return moment.box.shape === 'train' ? [second]
    : [{ title: lang.textbook, note: lang.whoIsWhere, lines: textbook, tip: lang.tip.corresponds }, second];
}

function film(moment, name, lang) {
  const at = side => moment.processes.filter(p => p.side === side && p.alive).map(p => p.letter);
  return [
    { title: lang.longSend, note: lang.whoIsWhere, lines: [{ text: `out = OutgoingMessage.to(${name});`, who: [] }, { text: 'out.write(piece);', who: at('send') }, { text: 'out.close();', who: [] }] },
    { title: lang.longReceive, lines: [{ text: `in = IncomingMessage.from(${name});`, who: [] }, { text: 'in.read(piece);', who: at('receive') }] },
  ];
}

function chosen(moment, words) {
  const receiver = moment.processes.find(p => words['number-of-' + p.letter]);
  return receiver ? `number(${words['number-of-' + receiver.letter]})` : '';
}

function mailboxLine(p, receive) {
  if (p.side === 'send') return SENDING.has(p.word) ? 1 : p.word === 'makes' || p.word === 'rests' ? 0 : -1;
  if (p.side === 'receive') return ASKING.has(p.word) ? 2 : p.word === 'works' || p.word === 'rests-holding' ? 3 : -1;
  return -1;
}

function rendezvous(moment, name, lang) {
  const lines = [`${name}.send(m);`, '/* until a receiver has it */', 'consume(item);', `item = ${name}.receive();`]
    .map(text => ({ text, who: [] }));
  for (const p of moment.processes) {
    if (SENDING.has(p.word)) lines[0].who.push(p.letter);
    else if (p.word === 'works') lines[2].who.push(p.letter);
    else if (ASKING.has(p.word)) lines[3].who.push(p.letter);
  }
  const make = [`Mailbox.named("${name}")`, '  .capacity(Capacity.zero())', '  .create();'].map(text => ({ text, who: [] }));
  return [{ title: lang.bothBlock, note: lang.whoIsWhere, lines }, { title: lang.theMailbox, lines: make }];
}

function inPlace(moment, name, lang) {
  const lines = [`claim = ${name}.claim(size);`, 'write(claim.segment());', 'claim.publish();', '/* accepted only here */']
    .map(text => ({ text, who: [] }));
  const mends = [`${name}.receive();`, '/* sweep(B): WRITING(L, B) */', '/*         -> FREE(L + 1)   */'].map(text => ({ text, who: [] }));
  for (const p of moment.processes) {
    if (p.word === 'writes' || p.word === 'killed-writing') lines[1].who.push(p.letter);
    else if (p.word === 'asleep-room' || p.word === 'sends') lines[0].who.push(p.letter);
    else if (ASKING.has(p.word)) mends[0].who.push(p.letter);
  }
  return [{ title: lang.whatSendersDo, note: lang.whoIsWhere, lines }, { title: lang.whatTheRestDoes, lines: mends }];
}

/** The name of the variable: the mailbox's own, if it leaves room for the rest of the line. */
function identifier(address, scenario) {
  const plan = scenario.mailboxes[0];
  const name = String(plan ? plan.name : address).replace(/^.*[:/]/, '').replace(/[^A-Za-z0-9]/g, '');
  return /^[A-Za-z]/.test(name) && name.length <= LONGEST_NAME ? name : 'mailbox';
}

function mark(letter) {
  return `<svg width="15" height="15" viewBox="-8 -8 16 16" aria-label="${letter}">${badge(letter, 6.8)}</svg>`;
}

/** A listing as HTML. */
export function listingHtml(listing) {
  const lines = listing.lines.map(({ text, who }) => {
    const many = who.length > 2;
    const shown = who.slice(0, many ? 1 : 2).map(mark).join('') + (many ? `<i>+${who.length - 1}</i>` : '');
    const html = escape(text).replace(/(\/\*.*?\*\/)/g, '<i>$1</i>');
    return `<div${who.length ? ' class="here"' : ''}><span class="g">${shown}</span><span>${html}</span></div>`;
  }).join('');
  const note = listing.note ? `<small>${escape(listing.note)}</small>` : '';
  return `<section><h2${listing.tip ? ` title="${escape(listing.tip)}"` : ''}>${escape(listing.title)}${note}</h2><div class="code" tabindex="0">${lines}</div></section>`;
}
