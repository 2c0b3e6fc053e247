// SPDX-License-Identifier: Apache-2.0
// Which stage shows which scenario.

import { MailboxStage } from './stage.js';

const STAGES = { mailbox: MailboxStage };

export function stageOf(run, body, lang, words, go) {
  return new STAGES[run.stage](body, run, lang, words, go);
}
