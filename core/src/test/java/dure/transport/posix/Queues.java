// SPDX-License-Identifier: Apache-2.0
package dure.transport.posix;

import dure.Mailbox;
import dure.MailboxBuilder;
import dure.MailboxStatus.Details;
import dure.NoSuchMailboxException;
import dure.testkit.TestNamespace;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;

/// The queues of a test: names that nobody else uses, deleted when it is over.
abstract class Queues {
  private final List<String> addresses = new ArrayList<>();

  String address() {
    String address = "posix:/" + TestNamespace.name("test");
    addresses.add(address);
    return address;
  }

  /// One that takes little of what a user's queues may take together.
  static MailboxBuilder small(String address) {
    return Mailbox.named(address).messageSize(100);
  }

  static Details look(String address) {
    return Objects.requireNonNull(Mailbox.status(address).details());
  }

  @AfterEach
  void delete() {
    for (String address : addresses) {
      try {
        Mailbox.delete(address);
      } catch (NoSuchMailboxException deletedByTheTest) {
        // as it should be
      }
    }
  }
}
