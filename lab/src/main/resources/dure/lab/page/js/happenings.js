// SPDX-License-Identifier: Apache-2.0
// What happened, told in words: reports of processes and changes between two moments.

/** The events that are told of a new moment. */
export function happenings(moment, before) {
  const told = [];
  for (const e of moment.events) {
    const key = keyOf(e, moment);
    if (key) told.push({ ...e, key, depth: moment.box.depth, moment });
  }
  if (before) {
    for (const p of moment.processes) {
      const q = before.processes.find(b => b.letter === p.letter);
      if (q && q.word !== p.word) told.push(...slept(p, moment));
    }
    if (moment.counters.repaired > before.counters.repaired) {
      told.push({ t: moment.t, key: 'repaired', about: [], moment });
    }
    const dropped = moment.counters.lost - before.counters.lost;
    if (dropped > 0) told.push({ t: moment.t, key: 'dropped', about: [], count: dropped, moment });
  }
  return told.sort((a, b) => a.t - b.t);
}

function slept(p, moment) {
  const e = { t: moment.t, letter: p.letter, about: [p.message], moment };
  switch (p.word) {
    case 'asleep-room': return [{ ...e, key: 'waited' }];
    case 'asleep-receiver': return [{ ...e, key: 'offers' }];
    case 'asleep-message': return [{ ...e, key: 'asked-empty' }];
    default: return [];
  }
}

function keyOf(e, moment) {
  switch (e.word) {
    case 'accepted': return moment.box.condition !== 'live' ? null : moment.box.shape === 'train' || moment.box.shape === 'carrier' ? 'accepted-unbounded' : 'accepted';
    case 'took': case 'holds': return Number(e.about[1]) > 0 ? 'again' : moment.box.shape === 'zero' ? null : 'took';
    case 'refused': return moment.drops ? null : 'refused';
    case 'received': case 'acknowledged': case 'killed': case 'stopped':
    case 'continued': case 'restarted': case 'created': case 'refused-role':
      return e.word;
    default: return null;
  }
}

/** An event in words. */
export function inWords(e, lang) {
  const words = lang.event[e.key];
  return e.key === 'dropped' ? words(e.count) : words(e, e.moment);
}
