// SPDX-License-Identifier: Apache-2.0
package dure.cli.doctor;

import dure.DureException;
import dure.Mailbox;
import dure.MailboxStatus;
import dure.MailboxStatus.Condition;
import dure.MailboxStatus.Details;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Mailboxes with which something is the matter: damaged ones, those whose owner does not answer,
/// and those in which a dead process has left something.
public final class MailboxChecks {
  private static final String MECHANISM = "a mailbox";

  private MailboxChecks() {}

  /// Looks at all there are; of those that are well nothing is said.
  public static List<LimitCheck> look() {
    return Mailbox.list().stream().flatMap(status -> check(status).stream()).toList();
  }

  private static Optional<LimitCheck> check(MailboxStatus status) {
    String name = status.address().toString();
    return switch (status.condition()) {
      case LIVE -> dead(name, status.details());
      case DAMAGED -> found(name, Verdict.WRONG, "damaged", reason(name), "dure rm " + name);
      case UNREACHABLE ->
          found(
              name,
              Verdict.WARNING,
              "unreachable",
              reason(name),
              "look whether its owner is stopped");
      case DELETED, OWNER_GONE ->
          found(
              name,
              Verdict.WARNING,
              status.condition() == Condition.DELETED ? "deleted" : "owner gone",
              "processes still have it open",
              "end them, and its memory is free");
      case NOT_PERMITTED -> Optional.empty();
    };
  }

  private static Optional<LimitCheck> dead(String name, @Nullable Details details) {
    long dead =
        details == null ? 0 : details.participants().stream().filter(its -> !its.alive()).count();
    return dead == 0
        ? Optional.empty()
        : found(
            name,
            Verdict.WARNING,
            dead + " dead",
            "processes that took part have died, and nobody has come by to repair after them",
            "dure purge "
                + name
                + " -n 0: it opens the mailbox, which repairs it, and removes nothing");
  }

  /// Why it cannot be looked at.
  private static String reason(String name) {
    try {
      MailboxStatus status = Mailbox.status(name);
      return "it was so a moment ago, and now is " + status.condition();
    } catch (DureException why) {
      return why.problem();
    }
  }

  private static Optional<LimitCheck> found(
      String name, Verdict verdict, String value, String meaning, String remedy) {
    return Optional.of(new LimitCheck(MECHANISM, name, verdict, value, meaning, remedy));
  }
}
