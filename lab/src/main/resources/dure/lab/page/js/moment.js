// SPDX-License-Identifier: Apache-2.0
// What is observed, made into what is shown: one frame of a run becomes one moment, and everything
// on the stage is drawn from one moment.

/** Letters of participants that have been seen: a mailbox forgets the dead, and the page must not. */
export class Names {
  constructor() { this.byId = new Map(); }

  note(box) {
    for (const p of box.participants || []) if (p.name) this.byId.set(p.id, p.name);
  }

  of(id) { return id === undefined ? undefined : this.byId.get(id); }
}

const SENDERS = new Set(['sender', 'film-sender']);
const OWNERS = new Set(['owner']);

/** One moment of a run around one mailbox. */
export function momentOf(frame, scenario, names, index = 0) {
  const box = frame.mailboxes[index] || (index ? { condition: 'live', depth: 0, participants: [] } : { condition: 'gone' });
  names.note(box);
  const shown = {
    t: frame.started ? frame.t : 0,
    started: frame.started,
    slower: frame.slower,
    paused: frame.paused,
    events: frame.events,
    box: boxOf(box, scenario.mailboxes[index] || { capacity: '16', receivers: 'pair', transport: 'shm', name: 'film' }, names),
  };
  shown.processes = frame.processes.map(p => processOf(p, frame, box, shown.box, scenario));
  const away = inWriting(shown.processes);
  for (const cell of shown.box.cells) cell.label = cell.label ?? away.get(cell.holder);
  shown.counters = countersOf(box, shown);
  return shown;
}

function inWriting(processes) {
  return new Map(processes.filter(p => p.doing === 'writes').map(p => [p.letter, p.about[0]]));
}

function countersOf(box, shown) {
  return {
    sent: box.sent ?? sum(shown.processes, 'send'),
    received: box.received ?? sum(shown.processes, 'receive'),
    depth: box.depth ?? 0,
    lost: box.dropped ?? 0,
    refused: shown.processes.reduce((n, p) => n + p.refused, 0),
    redelivered: box.redelivered ?? 0,
    repaired: box.repaired ?? 0,
  };
}

const sum = (processes, side) =>
  processes.filter(p => p.side === side).reduce((n, p) => n + p.done, 0);

// The mailbox.

function boxOf(box, plan, names) {
  const shape = shapeOf(box, plan);
  const cells = (box.cells ? box.cells.listed : []).map(cell => cellOf(cell, names));
  const count = box.cells ? box.cells.count : Number(plan.capacity) || 0;
  return {
    shape,
    address: box.mailbox || plan.name,
    condition: box.condition || 'gone',
    capacity: plan.capacity || box.capacity,
    receivers: box.receivers || plan.receivers,
    size: shape === 'ring' ? count : 0,
    depth: box.depth ?? 0,
    bytes: box.bytes ?? 0,
    limit: box.limitBytes ?? 0,
    in: cellAt(box.cells && box.cells.in, count),
    out: cellAt(box.cells && box.cells.out, count),
    cells,
    sectors: (box.cells && box.cells.sectors) || [],
    segments: (box.cells && box.cells.segments) || [],
    segmentsPresent: (box.cells && box.cells.segmentsPresent) || 0,
    cellsOfSegment: (box.cells && box.cells.cellsOfSegment) || 0,
    listeners: (box.participants || [])
      .filter(p => p.next !== undefined && p.alive !== false)
      .map(p => ({ letter: p.name, at: cellAt(p.next, count), next: p.next })),
    pair: box.pair ? pairOf(box.pair, names) : null,
    full: count > 0 && (box.depth ?? 0) >= count,
    empty: (box.depth ?? 0) === 0,
    waitingToSend: box.waitingToSend ?? 0,
    waitingToReceive: box.waitingToReceive ?? 0,
    participants: box.participants || [],
  };
}

function shapeOf(box, plan) {
  if (box.condition === 'damaged') return 'damaged';
  if (plan.capacity === 'zero' || box.capacity === 'zero') return 'zero';
  if (plan.capacity === 'unbounded' || box.capacity === 'unbounded') return 'train';
  if (box.pair) return 'pair';
  if (box.cells) return 'ring';
  if (plan.transport === 'shm' || plan.transport === 'file' || plan.transport === undefined) {
    return plan.receivers === 'pair' ? 'pair' : 'ring';
  }
  return 'carrier';
}

const cellAt = (position, count) => position === undefined || !count ? null : position % count;

function cellOf(cell, names) {
  return {
    index: cell.index,
    state: cell.state,
    orphaned: !!cell.orphaned,
    position: cell.position,
    holder: names.of(cell.holder),
    sender: names.of(cell.sender),
    label: cell.beginning || undefined,
    number: cell.number || 0,
    priority: cell.priority || 0,
    redelivered: cell.redelivered || 0,
    wanted: !!cell.wanted,
  };
}

function pairOf(pair, names) {
  return {
    bytes: pair.ringBytes,
    head: pair.head,
    tail: pair.tail,
    records: pair.listed.map(r => ({
      offset: r.offset,
      bytes: r.bytes,
      size: r.size,
      position: r.position,
      sender: names.of(r.sender),
      label: r.beginning || undefined,
      deliveries: r.deliveries,
    })),
  };
}

// The processes.

function processOf(p, frame, raw, box, scenario) {
  const mine = (raw.participants || []).filter(q => q.name === p.letter).at(-1) || {};
  const side = SENDERS.has(p.kind) ? 'send' : OWNERS.has(p.kind) ? 'own' : 'receive';
  const shown = {
    letter: p.letter, name: p.name, kind: p.kind, side, pid: p.pid, doing: p.doing, about: p.about,
    alive: p.alive, paused: p.paused, done: p.done, cpu: p.alive ? p.cpu : null,
    cpuMillis: p.cpuMillis, rate: p.rate, since: Math.max(0, frame.t - p.since),
    effective: p.rate === 'max' ? Infinity : Number(p.rate) / frame.slower,
    progress: p.kind.startsWith('film') && p.about.length >= 3 ? p.about.slice(-2).map(Number) : null,
    refused: 0, rank: mine.rank || 0, next: mine.next, message: null, hand: null, state: 'work',
  };
  shown.word = wordOf(p, mine, box, scenario, shown);
  return shown;
}

/** The state of a process in one word, by which it is drawn and spoken of. */
function wordOf(p, mine, box, scenario, shown) {
  const message = p.about[0];
  shown.message = message || null;
  if (p.killed) {
    shown.state = 'dead';
    return p.doing === 'writes' ? 'killed-writing' : p.doing === 'holds' ? 'killed-holding' : 'killed';
  }
  if (!p.alive || p.doing === 'gone') {
    shown.state = 'ended';
    return 'ended';
  }
  if (p.doing === 'refused-role' || p.doing === 'failed') {
    shown.state = 'ended';
    return ['LinkTakenException', 'MailboxDeletedException', 'OwnerGoneException'].includes(message)
      ? 'refused-' + message : 'refused';
  }
  if (p.stopped) {
    shown.state = 'stopped';
    return 'stopped';
  }
  return shown.side === 'send' ? senderWord(p, mine, box, scenario, shown)
    : shown.side === 'own' ? ownerWord(p, shown) : receiverWord(p, mine, box, scenario, shown);
}

function ownerWord(p, shown) {
  return p.doing === 'created' ? 'owns' : 'starts';
}

function senderWord(p, mine, box, scenario, shown) {
  const waits = mine.waitingToSend > 0;
  switch (p.doing) {
    case 'makes':
      if (p.paused) { shown.state = 'rests'; return 'rests'; }
      return 'makes';
    case 'writes':
      shown.hand = 'writing';
      return 'writes';
    case 'sends':
      shown.hand = 'outlined';
      if (scenario.words && scenario.words.waiting === 'spin' && shown.since > 120) {
        shown.state = 'spins';
        return 'spins-room';
      }
      if (waits || (shown.since > 120 && box.shape !== 'ring')) {
        shown.state = 'asleep';
        return box.shape === 'zero' ? 'asleep-receiver'
          : scenario.words && scenario.words.until === 'received' && !box.full ? 'asleep-received'
            : scenario.words && scenario.words.until === 'acknowledged' && !box.full ? 'asleep-acknowledged'
              : 'asleep-room';
      }
      if (shown.since > 120 && scenario.words && ['received', 'acknowledged'].includes(scenario.words.until)) {
        shown.state = 'asleep';
        return scenario.words.until === 'acknowledged' ? 'asleep-acknowledged' : 'asleep-received';
      }
      return 'sends';
    case 'hurries':
      if (waits) { shown.state = 'asleep'; return 'asleep-room'; }
      return 'hurries';
    case 'finished': case 'ended':
      shown.state = 'rests';
      return 'finished';
    case 'refused':
      return 'went-on';
    case 'starts': case 'opened': case 'restarted':
      return 'starts';
    case 'open':
      return 'open';
    default:
      return 'goes-on';
  }
}

function receiverWord(p, mine, box, scenario, shown) {
  const waits = mine.waitingToReceive > 0;
  switch (p.doing) {
    case 'asks':
      if (scenario.words && scenario.words.waiting === 'spin' && shown.since > 120) {
        shown.state = 'spins';
        return 'spins-message';
      }
      if (waits || shown.since > 120) {
        shown.state = 'asleep';
        return box.receivers === 'one' && !box.empty ? 'asleep-turn' : 'asleep-message';
      }
      return 'asks';
    case 'took': case 'holds':
      shown.hand = 'double';
      if (p.paused) { shown.state = 'rests'; return 'rests-holding'; }
      return 'works';
    case 'hurries':
      if (waits) { shown.state = 'asleep'; return 'asleep-message'; }
      return 'hurries';
    case 'finished': case 'ended':
      shown.state = 'rests';
      return 'finished';
    case 'open':
      return 'open';
    case 'starts': case 'opened': case 'restarted':
      return 'starts';
    default:
      return 'goes-on';
  }
}
