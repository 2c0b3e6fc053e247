// SPDX-License-Identifier: Apache-2.0

import dure.Mailbox;

void main(String[] words) throws InterruptedException {
  try (Mailbox hello = Mailbox.openOrCreate("hello")) {
    if (words.length > 0) {
      hello.send(String.join(" ", words));
    } else {
      IO.println(hello.receive().text());
    }
  }
}
