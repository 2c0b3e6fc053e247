// SPDX-License-Identifier: Apache-2.0
package dure.suites;

import dure.testkit.TestNamespace;

/// Names of mailboxes that no other test uses.
final class Names {
  private Names() {}

  static String next() {
    return TestNamespace.name("suite");
  }
}
