// SPDX-License-Identifier: Apache-2.0
package dure.cli.demo;

import java.nio.file.Path;

/// What a run of the demo is to be.
///
/// @param file what is carried
/// @param senders processes that send
/// @param receivers processes that receive
/// @param capacity of the mailbox, in messages
/// @param messageSize of the mailbox, in bytes
/// @param kill whether to kill a receiver and a sender midway
public record DemoSettings(
    Path file, int senders, int receivers, int capacity, long messageSize, boolean kill) {
  private static final int MOST_PROCESSES = 32;
  private static final long SMALLEST_MESSAGE = 64;
  private static final long LARGEST_MESSAGE = 256L << 20;

  public DemoSettings {
    requireWithin("--senders", senders, 1, MOST_PROCESSES);
    requireWithin("--receivers", receivers, 1, MOST_PROCESSES);
    requireWithin("--message-size", messageSize, SMALLEST_MESSAGE, LARGEST_MESSAGE);
  }

  private static void requireWithin(String option, long value, long least, long most) {
    if (value < least || value > most) {
      throw new IllegalArgumentException(
          option + " of the demo is from " + least + " to " + most + ", not " + value);
    }
  }
}
