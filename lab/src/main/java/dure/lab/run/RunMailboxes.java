// SPDX-License-Identifier: Apache-2.0
package dure.lab.run;

import dure.DureException;
import dure.Mailbox;
import dure.MailboxExistsException;
import dure.NoSuchMailboxException;
import dure.lab.role.SharedObjects;
import dure.lab.scenario.MailboxPlan;
import dure.lab.scenario.ProcessPlan;
import dure.lab.scenario.Scenario;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;

/// The mailboxes of one run: created at names that are free, and removed at its end.
final class RunMailboxes implements AutoCloseable {
  private static final int MOST_TRIES = 100;

  /// How long an owner's mailbox may take to appear: its JVM has to start.
  private static final int OWNER_MILLIS = 20_000;

  private final List<MailboxPlan> plans;
  private final List<String> addresses = new ArrayList<>();

  RunMailboxes(Scenario scenario) {
    plans = scenario.mailboxes();
    try {
      for (MailboxPlan plan : plans) {
        addresses.add(plan.needsOwner() ? freeAddress(plan) : created(plan));
      }
    } catch (DureException refused) {
      close();
      throw refused;
    }
  }

  List<String> addresses() {
    return addresses;
  }

  private static String created(MailboxPlan plan) {
    for (int tries = 1; ; tries++) {
      String address = address(plan, tries);
      try (Mailbox mailbox = plan.builder(address).create()) {
        return mailbox.address().toString();
      } catch (MailboxExistsException taken) {
        if (tries == MOST_TRIES) {
          throw taken;
        }
      }
    }
  }

  private static String freeAddress(MailboxPlan plan) {
    for (int tries = 1; tries < MOST_TRIES; tries++) {
      String address = address(plan, tries);
      try {
        var _ = Mailbox.status(address);
      } catch (NoSuchMailboxException free) {
        return address;
      }
    }
    throw new IllegalStateException("no name is free for mailbox " + plan.name());
  }

  /// The name itself at first, and then the name with a number.
  private static String address(MailboxPlan plan, int tries) {
    String name = tries == 1 ? plan.name() : plan.name() + "-" + tries;
    String unique = name + "." + ProcessHandle.current().pid();
    return switch (plan.transport()) {
      case "shm" -> name;
      case "file" -> "file:/dev/shm/" + unique;
      case "fifo" -> "fifo:/tmp/" + unique;
      case "pipe" -> "pipe:" + name;
      case "posix" -> "posix:/" + unique;
      case "sysv" -> "sysv:0x" + Integer.toHexString(key());
      case "unix" -> "unix:/tmp/" + unique;
      case "tcp" -> "tcp://127.0.0.1:" + ThreadLocalRandom.current().nextInt(20_000, 30_000);
      default -> throw new IllegalArgumentException("there is no transport " + plan.transport());
    };
  }

  private static int key() {
    return ThreadLocalRandom.current().nextInt(1, Integer.MAX_VALUE);
  }

  /// What a process of this plan is told of the mailboxes, as arguments of its program.
  List<String> addressesOf(ProcessPlan plan) {
    if (plan.mailbox() == ProcessPlan.NO_MAILBOX) {
      return List.of();
    }
    if (plan.mailbox() == ProcessPlan.ALL_MAILBOXES) {
      return List.of("addresses=" + String.join(",", addresses));
    }
    String address = addresses.get(plan.mailbox());
    return List.of("address=" + address, "remove=" + address);
  }

  /// Waits until the owner of a mailbox has created it.
  void awaitCreated(int index) {
    try {
      for (int waited = 0; waited < OWNER_MILLIS && !exists(index); waited += 10) {
        Thread.sleep(10);
      }
    } catch (InterruptedException ends) {
      Thread.currentThread().interrupt();
    }
  }

  private boolean exists(int index) {
    try {
      var _ = Mailbox.status(addresses.get(index));
      return true;
    } catch (DureException absent) {
      return false;
    }
  }

  @Override
  public void close() {
    addresses.forEach(SharedObjects::removeMailbox);
  }
}
