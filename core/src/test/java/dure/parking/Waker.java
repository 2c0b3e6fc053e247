// SPDX-License-Identifier: Apache-2.0
package dure.parking;

import dure.file.Mapping;
import dure.file.SharedFile;
import dure.raw.Words;

/// A process that changes a word of a file and wakes who sleeps on it.
final class Waker {
  private Waker() {}

  /// @param arguments the name of the file, and where in it the word is
  public static void main(String[] arguments) {
    try (SharedFile file = SharedFile.open(arguments[0], true);
        Mapping mapping = Mapping.of(file, 4096, true)) {
      long word = mapping.address() + Long.parseLong(arguments[1]);
      Words.intVolatile(word, 1);
      new FutexParking(mapping).unparkAll(word);
    }
  }
}
