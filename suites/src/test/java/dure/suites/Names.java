// SPDX-License-Identifier: Apache-2.0
package dure.suites;

import java.util.concurrent.atomic.AtomicInteger;

/// Names of mailboxes that no other test uses.
final class Names {
  private static final AtomicInteger COUNT = new AtomicInteger();

  private Names() {}

  static String next() {
    return "suite-" + ProcessHandle.current().pid() + "-" + COUNT.incrementAndGet();
  }
}
