// SPDX-License-Identifier: Apache-2.0
package dure.conformance.pipe;

import dure.Address;
import dure.Transport;
import dure.conformance.Capability;
import dure.conformance.MissingCalls;
import java.util.Map;

/// What no pipe can do, named or not.
final class Lacks {
  private static final String ONE_READS =
      "One process at a time reads a pipe, so there is no other receiver.";
  private static final String HANDED_OUT =
      "The kernel hands a message out once and knows it no more.";

  private Lacks() {}

  static Map<Capability, String> ofAllPipes() {
    Map<Capability, String> lacks = MissingCalls.of(Transport.of(Address.of("pipe:any")));
    lacks.put(Capability.PAIR, "The kernel counts no processes at a pipe, so a third can come.");
    lacks.put(Capability.ANY, ONE_READS);
    lacks.put(Capability.RANKED, ONE_READS);
    lacks.put(Capability.ALL, ONE_READS);
    lacks.put(Capability.ZERO, "A pipe holds at least a page of bytes, never nothing.");
    lacks.put(Capability.UNBOUNDED, "A pipe holds a fixed number of bytes and does not grow.");
    lacks.put(Capability.COUNTED, "A pipe counts bytes in pages and knows no messages.");
    lacks.put(Capability.PRIORITY, "What is written first to a pipe is read first.");
    lacks.put(Capability.NUMBERS, "What is written first to a pipe is read first.");
    lacks.put(Capability.DEAD_LETTERS, HANDED_OUT);
    lacks.put(Capability.DROPPING, "The kernel keeps no such choice with a pipe: senders wait.");
    lacks.put(Capability.REFUSING, "The kernel keeps no such choice with a pipe: senders wait.");
    lacks.put(
        Capability.SIZED,
        "At most 4096 bytes are written to a pipe in one piece, four of them the length, and the"
            + " kernel keeps no other choice with it.");
    lacks.put(
        Capability.IN_TURN,
        "The process with the lock of the pipe receives; others have no order.");
    lacks.put(Capability.DEPTH, "The kernel counts the bytes in a pipe and not the messages.");
    lacks.put(Capability.PARTICIPANTS, "The kernel does not tell who has a pipe open.");
    lacks.put(Capability.STAMPED, "The kernel adds neither a sender nor a place to a message.");
    return lacks;
  }
}
