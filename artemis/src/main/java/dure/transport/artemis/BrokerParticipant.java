// SPDX-License-Identifier: Apache-2.0
package dure.transport.artemis;

import dure.MailboxStatus.Participant;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;

/// A handle on a mailbox as others see it: the name of the queue at which it hears of its messages.
///
/// @param id its number
/// @param pid of its process
/// @param owner whether it owns the mailbox
/// @param name what it calls itself
record BrokerParticipant(long id, long pid, boolean owner, String name) {
  /// The name of its queue at an address.
  String queue(String address) {
    return String.join(
        ".",
        address,
        Long.toHexString(id),
        Long.toString(pid),
        owner ? "o" : "g",
        HexFormat.of().formatHex(name.getBytes(StandardCharsets.UTF_8)) + "x");
  }

  /// Reads the name of a queue at an address.
  static BrokerParticipant parse(String address, String queue) {
    String[] parts = queue.substring(address.length() + 1).split("\\.", -1);
    byte[] name = HexFormat.of().parseHex(parts[3].substring(0, parts[3].length() - 1));
    return new BrokerParticipant(
        Long.parseLong(parts[0], 16),
        Long.parseLong(parts[1]),
        parts[2].equals("o"),
        new String(name, StandardCharsets.UTF_8));
  }

  /// As a status has it. Whether it has sent or received, the broker does not tell.
  ///
  /// @param marks of all threads that wait
  Participant seen(List<String> marks) {
    return new Participant(
        id,
        name,
        (int) pid,
        "",
        true,
        owner,
        false,
        false,
        WaitRegistry.of(id, false, marks),
        WaitRegistry.of(id, true, marks));
  }
}
