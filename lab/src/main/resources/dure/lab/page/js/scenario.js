// SPDX-License-Identifier: Apache-2.0
// A scenario that runs: started by the server, listened to, ended when the page leaves it.

import { escape, make } from './dom.js';
import { ask, listen } from './api.js';
import { stageOf } from './stages.js';

const HIDDEN_MILLIS = 5000;

class ScenarioPlace {
  constructor(context, id, choices) {
    Object.assign(this, context);
    this.id = id;
    this.choices = choices;
    this.kind = 'stage';
    this.title = (this.lang.scenarios[id] || [''])[0];
    this.body = make('<div></div>');
    this.root.append(this.body);
    this.note(this.lang.starting);
    this.visibility = () => this.watch();
    document.addEventListener('visibilitychange', this.visibility);
    this.start();
  }

  note(words, again) {
    this.body.textContent = '';
    this.body.append(make(`<main class="head"><h1>${escape(this.title)}</h1><p role="status">${escape(words)}</p>${again ? `<p><button type="button" class="btn pri">${escape(this.lang.startAgain)}</button></p>` : ''}</main>`));
    if (again) this.body.querySelector('button').addEventListener('click', () => { this.gone = false; this.note(this.lang.starting); this.start(); });
  }

  async start() {
    try {
      const run = await ask('POST', '/api/runs', { scenario: this.id, ...this.choices });
      if (this.gone) {
        ask('DELETE', '/api/runs/' + run.run).catch(() => {});
        return;
      }
      this.run = Object.assign(run, {
        id: run.scenario,
        order: (letter, order) => this.order(`/api/runs/${run.run}/processes/${letter}`, order),
        orderAll: order => this.order(`/api/runs/${run.run}`, order),
        size: moment => moment.box.size || Number(moment.box.capacity) || 0,
      });
      this.open();
    } catch (failure) {
      this.note(failure.status === 0 ? this.lang.lost : failure.status === 403 ? this.lang.noKey : failure.message, failure.status >= 400 && failure.status !== 403);
    }
  }

  async order(path, order) {
    try {
      await ask('POST', path, { order });
    } catch (failure) {
      if (failure.status === 404) this.ended();
    }
  }

  open() {
    this.body.textContent = '';
    const go = words => { location.hash = hashOf(this.id, words, this.run.words); };
    this.stage = stageOf(this.run, this.body, this.lang, this.words, go);
    this.listen(false);
  }

  listen(calm) {
    if (this.stream) this.stream.stop();
    this.calm = calm;
    this.stream = listen(`/api/runs/${this.run.run}/stream${calm ? '?calm' : ''}`, frame => {
      this.lastFrame = frame;
      this.stage.show(frame);
    }, failure => this.ended(failure));
  }

  /** In the background the run is looked at once a second, and nothing is drawn. */
  watch() {
    clearTimeout(this.hiding);
    if (!this.run) return;
    if (document.hidden) {
      this.hiding = setTimeout(() => this.listen(true), HIDDEN_MILLIS);
    } else {
      if (this.calm) this.listen(false);
      if (this.stage.history && this.stage.history.last) this.stage.draw();
    }
  }

  ended(failure) {
    if (this.gone) return;
    this.leave();
    this.note(failure && failure.status === undefined ? this.lang.lost : this.lang.ended, true);
  }

  leave() {
    if (this.stream) this.stream.stop();
    if (this.stage) this.stage.remove();
    this.stage = null;
    this.stream = null;
  }

  /** The same run in another language: what was seen so far is kept. */
  translate({ lang, words }) {
    this.lang = lang;
    this.words = words;
    this.title = (lang.scenarios[this.id] || [''])[0];
    if (!this.stage) return;
    const { history, names, refusedSoFar } = this.stage;
    this.stage.remove();
    this.stage = stageOf(this.run, this.body, lang, words, w => { location.hash = hashOf(this.id, w, this.run.words); });
    if (history) {
      Object.assign(this.stage, { history, names, refusedSoFar });
      if (history.last) this.stage.draw();
    } else if (this.lastFrame) {
      this.stage.show(this.lastFrame);
    }
  }

  recolour() { if (this.stage && this.stage.recolour) this.stage.recolour(); }

  remove() {
    this.gone = true;
    clearTimeout(this.hiding);
    document.removeEventListener('visibilitychange', this.visibility);
    this.leave();
    if (this.run) ask('DELETE', '/api/runs/' + this.run.run).catch(() => {});
    this.body.remove();
  }
}

/** The address of a scenario with other choices. */
export function hashOf(id, words, before) {
  const changed = Object.entries(words).filter(([name, value]) => before[name] !== value);
  const kept = Object.entries(before).filter(([name]) => new URLSearchParams(location.hash.split('?')[1] || '').has(name));
  const query = new URLSearchParams([...kept, ...changed].reduce((all, [k, v]) => ({ ...all, [k]: words[k] ?? v }), {}));
  return `#/${id}?${query}`;
}

export function openScenario(context, id, choices) {
  return new ScenarioPlace(context, id, choices);
}
