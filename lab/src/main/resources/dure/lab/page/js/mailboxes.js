// SPDX-License-Identifier: Apache-2.0
// The real mailboxes of the machine, as they are: how full, how fast, who, and a finding in words.

import { escape, make } from './dom.js';

export function openMailboxes({ root, lang }) {
  const node = make(`<main><div class="head"><h1>${escape(lang.nav.mailboxes)}</h1></div></main>`);
  root.append(node);
  return { kind: 'mailboxes', remove() { node.remove(); } };
}
