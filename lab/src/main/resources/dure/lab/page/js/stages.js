// SPDX-License-Identifier: Apache-2.0
// Which stage shows which scenario.

import { MailboxStage } from './stage.js';
import { PoliciesStage } from './policies.js';
import { SceneStage } from './scene.js';
import { SCENES } from './scenes.js';

export function stageOf(run, body, lang, words, go) {
  if (SCENES[run.stage]) return new SceneStage(body, run, lang, words, SCENES[run.stage]);
  if (run.stage === 'policies') return new PoliciesStage(body, run, lang, words);
  return new MailboxStage(body, run, lang, words, go);
}
