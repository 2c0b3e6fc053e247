// SPDX-License-Identifier: Apache-2.0
package dure.service;

import dure.codec.Codecs;

/// The contracts of the tests.
final class Contracts {
  private Contracts() {}

  /// What a service of tests answers: the text backwards; `fail` fails.
  static Contract<String, String> reversal(String name) {
    return Contract.of(name, Codecs.TEXT, Codecs.TEXT);
  }

  static String reversed(String text) {
    if (text.equals("fail")) {
      throw new IllegalStateException("told to fail");
    }
    return new StringBuilder(text).reverse().toString();
  }
}
