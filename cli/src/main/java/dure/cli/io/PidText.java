// SPDX-License-Identifier: Apache-2.0
package dure.cli.io;

import dure.MailboxStatus.Participant;
import java.util.Collection;

/// How a process id is shown: with a star if it is of another pid namespace, where `kill` of this
/// one would hit another process, or none.
public final class PidText {
  private PidText() {}

  /// The id, and the mark.
  public static String of(Participant participant) {
    return participant.pid() + (participant.elsewhere() ? "*" : "");
  }

  /// What the mark means, as a line, if any of them has it.
  static String legend(Collection<Participant> participants) {
    return participants.stream().anyMatch(Participant::elsewhere)
        ? "* a process id of another pid namespace\n"
        : "";
  }
}
