// SPDX-License-Identifier: Apache-2.0
package dure.transport.shm;

import dure.Mailbox;
import dure.MailboxBuilder;
import dure.MailboxStatus.Counters;
import dure.NoSuchMailboxException;
import dure.testkit.TestNamespace;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;

/// The mailboxes of a test: names that nobody else uses, deleted when it is over.
abstract class Boxes {
  private final List<String> names = new ArrayList<>();

  String name() {
    String name = TestNamespace.name("test");
    names.add(name);
    return name;
  }

  MailboxBuilder box() {
    return Mailbox.named(name()).listening();
  }

  static Counters counters(Mailbox box) {
    return Objects.requireNonNull(box.status().details()).counters();
  }

  static long depth(Mailbox box) {
    return Objects.requireNonNull(box.status().details()).depth();
  }

  @AfterEach
  void delete() {
    for (String name : names) {
      try {
        Mailbox.delete(name);
      } catch (NoSuchMailboxException deletedByTheTest) {
        // as it should be
      }
    }
  }
}
