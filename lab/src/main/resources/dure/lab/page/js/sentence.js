// SPDX-License-Identifier: Apache-2.0
// The sentence of the lecture that is true now.

const RECENT = 4000;
const LEAST_SHOWN = 900;

/** The key of the sentence, what it speaks of, and the section that says it. */
export function sentenceOf(m, told, scenario) {
  const by = word => m.processes.filter(p => p.word === word);
  const recent = (key, within = RECENT) => told.filter(e => e.key === key && m.t - e.t < within && e.t <= m.t + 1).at(-1);
  if (m.processes.length && m.processes.every(p => p.word === 'starts')) return say('starting', {}, '1');
  return ofDeath(m, told, by, recent, scenario) || ofEnd(m) || ofStop(m, by)
    || ofLoss(m, recent, scenario) || ofPace(m, by) || ofShape(m, by, recent, scenario)
    || ofWaits(m, by, recent, scenario) || ofNobody(m, scenario) || say('flows', {}, '4.3');
}

const say = (key, about, section) => ({ key, about, section });

function ofDeath(m, told, by, recent, scenario) {
  const again = recent('again', 8000);
  if (again) {
    const dead = m.processes.find(p => p.state === 'dead');
    return say('killed-holding', { dead: dead ? dead.letter : '?', message: again.about[0], heir: again.letter }, '8.1');
  }
  const writing = by('killed-writing')[0];
  const repaired = recent('repaired', 1e9);
  if (writing) {
    const killed = told.filter(e => e.key === 'killed' && e.letter === writing.letter).at(-1);
    if (m.box.cells.some(c => c.orphaned)) return say('killed-writing', { dead: writing.letter }, '7');
    if (repaired && killed && repaired.t >= killed.t && m.t - repaired.t < 12000) return say('mended', { dead: writing.letter }, '7');
  }
  const holding = by('killed-holding')[0];
  if (holding && holding.since < 12000) return say('died-holding', { dead: holding.letter, message: holding.message }, '8.1');
  const killed = m.processes.find(p => p.state === 'dead' && p.side !== 'own' && p.since < RECENT);
  return killed ? say('killed', { dead: killed.letter }, '5.1') : null;
}

function ofEnd(m) {
  const owner = m.processes.find(p => p.side === 'own');
  if (m.box.condition === 'owner-gone' || (owner && owner.state === 'dead')) return say('owner-died', {}, '7');
  if (m.box.condition === 'damaged') return say('damaged', {}, '7');
  if (m.box.condition === 'gone' || m.box.condition === 'deleted') return say('gone', {}, '7');
  return null;
}

function ofStop(m, by) {
  const stopped = by('stopped')[0];
  const late = m.box.cells.find(c => c.state === 'late');
  if (late) return say('late', { who: late.sender || '?' }, '5.1');
  return stopped ? say('stopped', { who: stopped.letter }, '5.1') : null;
}

function ofLoss(m, recent, scenario) {
  const dropped = recent('dropped', 2500);
  if (dropped) {
    return say(scenario.mailboxes[0]['when-full'] === 'drop-oldest' ? 'dropped-oldest' : 'dropped-newest', {}, '8.2');
  }
  const refused = recent('refused', 2500);
  return refused ? say('refused', { sender: refused.letter }, '8.2') : null;
}

function ofPace(m, by) {
  const fast = by('hurries');
  if (fast.length && !m.paused) {
    const rate = m.rate || 0;
    if (rate > 30) return say('fast', { rate }, '13');
  }
  return m.paused && m.processes.some(p => p.state === 'rests') && m.processes.every(p => p.state !== 'work')
    ? say('paused', {}, '4.3') : null;
}

function ofShape(m, by, recent, scenario) {
  if (scenario.id === 'film') {
    return m.box.full || by('asleep-room').length ? say('film-full', { sender: 'A' }, '8.1') : say('film', {}, '8.1');
  }
  const taken = m.processes.filter(p => p.doing === 'took' || p.doing === 'holds');
  if (m.box.shape === 'zero') {
    const met = recent('received', 1600);
    const sender = by('asleep-receiver')[0], receiver = by('asleep-message')[0];
    const other = side => (m.processes.find(p => p.side === side && p.alive) || {}).letter || '?';
    const with_ = met && taken.find(p => p.message === met.about[0]);
    if (met && with_) return say('meet', { sender: met.letter, message: met.about[0], receiver: with_.letter }, '8.4');
    if (sender) return say('meet-sender', { sender: sender.letter, receiver: other('receive') }, '8.4');
    if (receiver) return say('meet-receiver', { receiver: receiver.letter, sender: other('send') }, '8.4');
  }
  if (m.box.shape === 'train') return say('unbounded', {}, '4.4');
  return ofPolicy(m, by, scenario, taken);
}

function ofPolicy(m, by, scenario, taken) {
  const numbered = taken.find(p => scenario.words && scenario.words['number-of-' + p.letter]);
  if (numbered && numbered.since < 2500) {
    return say('numbers', { receiver: numbered.letter, number: scenario.words['number-of-' + numbered.letter] }, '10');
  }
  const received = by('asleep-received')[0], acknowledged = by('asleep-acknowledged')[0];
  if (received) return say('received', { sender: received.letter }, '8.1');
  if (acknowledged) {
    const holder = m.processes.find(p => p.doing === 'holds');
    return say('acknowledged', { sender: acknowledged.letter, receiver: holder ? holder.letter : 'X' }, '8.1');
  }
  const turn = by('asleep-turn')[0];
  if (turn) return say('one', { next: turn.letter }, '6');
  if (m.box.receivers === 'all' && m.box.listeners.length > 1 && m.box.full) {
    const slowest = [...m.box.listeners].sort((a, b) => a.next - b.next)[0];
    return say('slowest', { slowest: slowest.letter }, '6');
  }
  return null;
}

function ofWaits(m, by, recent, scenario) {
  const slow = m.slower >= 2;
  if (m.processes.some(p => p.word === 'writes') && slow && m.box.shape === 'ring') {
    return say('store', {}, '4.2');
  }
  if (by('asleep-room').length || by('spins-room').length) return say('full', {}, '4.3');
  const asks = [...by('asleep-message'), ...by('spins-message')];
  const numbers = scenario.words || {};
  const numbered = asks.find(p => numbers['number-of-' + p.letter]);
  if (numbered && asks.length === 1 && !m.box.empty) {
    return say('number-awaited', { receiver: numbered.letter, number: numbers['number-of-' + numbered.letter] }, '10');
  }
  if (asks.length) return say('empty', {}, '4.3');
  const owner = m.processes.find(p => p.side === 'own');
  if (owner) return say('owner-lives', { owner: owner.letter }, '7');
  return m.wasFull && m.t - m.wasFull < 1500 ? say('room', {}, '4.3') : null;
}

/** Of a mailbox that the lab did not make: what lies there, and that no process takes it. */
function ofNobody(m, scenario) {
  const there = side => m.processes.some(p => p.side === side && p.state !== 'dead' && p.state !== 'ended');
  if (scenario.id !== 'terminal' || m.box.shape === 'carrier' || there('receive')) return null;
  if (m.box.depth > 0) return say('nobody', { n: m.box.depth }, '4.3');
  return there('send') ? null : say('idle', {}, '4.3');
}

/** Keeps a sentence as long as it takes to read it. */
export class SentenceKeeper {
  choose(next, now, past) {
    const same = this.current && this.current.key === next.key && differOnlyInFigures(this.current.about, next.about);
    if (past || !this.current || same || now - this.since >= LEAST_SHOWN) {
      if (!same) this.since = now;
      this.current = next;
    }
    return this.current;
  }
}

/** Whether the words of a sentence stay, so that its figures may follow what is drawn beside them at once. */
function differOnlyInFigures(before, after) {
  const names = new Set([...Object.keys(before), ...Object.keys(after)]);
  return [...names].every(name => typeof before[name] === 'number' && typeof after[name] === 'number'
    || JSON.stringify(before[name]) === JSON.stringify(after[name]));
}
