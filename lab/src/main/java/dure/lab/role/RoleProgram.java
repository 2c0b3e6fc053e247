// SPDX-License-Identifier: Apache-2.0
package dure.lab.role;

import dure.DureException;
import dure.Mailbox;
import dure.lab.kernel.ProcessSignals;
import java.util.concurrent.atomic.AtomicBoolean;

/// The program of every process of a scenario: `RoleProgram KIND LETTER KEY=VALUE...`.
public final class RoleProgram {
  private RoleProgram() {}

  /// Plays a role until its input ends.
  public static void main(String[] arguments) {
    Options options = Options.of(arguments);
    Reports reports = new Reports();
    AtomicBoolean over = new AtomicBoolean();
    Controls controls =
        new Controls(
            Controls.rate(options.get("rate", "1")),
            options.is("paused"),
            () -> removeMailbox(options, over));
    ProcessSignals.continueAtParentsDeath();
    reports.start();
    controls.start();
    try {
      role(arguments[0], options, controls, reports).play();
      reports.say("ended");
    } catch (DureException | IllegalArgumentException | UnsupportedOperationException refused) {
      reports.say("refused-role", refused.getClass().getSimpleName(), oneLine(refused));
    } catch (InterruptedException ends) {
      reports.say("ended");
    } catch (Exception fault) {
      reports.say("failed", fault.getClass().getSimpleName(), oneLine(fault));
    }
    stayUntilInputEnds(over);
  }

  private static String oneLine(Exception failure) {
    String message = failure.getMessage();
    return message == null ? "" : message.replace('\n', ' ');
  }

  /// Its input ends the process; until then it stays, so that the page can show how it ended.
  private static void stayUntilInputEnds(AtomicBoolean over) {
    synchronized (over) {
      while (!over.get()) {
        try {
          over.wait();
        } catch (InterruptedException again) {
          // The input has not ended yet.
        }
      }
    }
  }

  /// When the lab has gone no other process removes what it made.
  private static void removeMailbox(Options options, AtomicBoolean over) {
    over.set(true);
    String address = options.get("remove", "");
    if (!address.isEmpty()) {
      try {
        Mailbox.delete(address);
      } catch (DureException gone) {
        // Another process of the scenario was first.
      }
    }
  }

  private static Role role(String kind, Options options, Controls controls, Reports reports) {
    return switch (kind) {
      case "sender" -> new ProducerRole(options, controls, reports);
      case "receiver" -> new ConsumerRole(options, controls, reports);
      case "owner" -> new OwnerRole(options, controls, reports);
      default -> throw new IllegalArgumentException("there is no role " + kind);
    };
  }
}
