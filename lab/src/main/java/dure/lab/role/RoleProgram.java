// SPDX-License-Identifier: Apache-2.0
package dure.lab.role;

import dure.DureException;
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
            () -> end(options, over));
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

  /// When the lab has gone no other process removes what it made.
  private static void end(Options options, AtomicBoolean over) {
    over.set(true);
    SharedObjects.remove(options.values());
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

  private static LabRole role(String kind, Options options, Controls controls, Reports reports) {
    return switch (kind) {
      case "sender" -> new ProducerRole(options, controls, reports);
      case "receiver" -> new ConsumerRole(options, controls, reports);
      case "owner" -> new OwnerRole(options, controls, reports);
      case "film-sender" -> new FilmSenderRole(options, controls, reports);
      case "film-receiver" -> new FilmReceiverRole(options, controls, reports);
      case "policy-sender" -> new PolicyRole(true, options, controls, reports);
      case "policy-receiver" -> new PolicyRole(false, options, controls, reports);
      case "talker" -> new TalkerRole(options, controls, reports);
      case "value-writer" -> new ValueWriterRole(options, controls, reports);
      case "value-reader" -> new ValueReaderRole(options, controls, reports);
      case "lock-holder" -> new LockHolderRole(options, controls, reports);
      case "lock-waiter" -> new LockWaiterRole(options, controls, reports);
      case "step-creator" -> new StepCreatorRole(options, controls, reports);
      case "step-attacher" -> new StepAttacherRole(options, controls, reports);
      case "pipe-writer" -> new PipeWriterRole(options, controls, reports);
      case "pipe-reader" -> new PipeReaderRole(options, controls, reports);
      case "socket-server" -> new SocketServerRole(options, controls, reports);
      case "socket-client" -> new SocketClientRole(options, controls, reports);
      case "racing-sender" -> new RacingRole(true, options, controls, reports);
      case "racing-receiver" -> new RacingRole(false, options, controls, reports);
      default -> throw new IllegalArgumentException("there is no role " + kind);
    };
  }
}
