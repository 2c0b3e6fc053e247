// SPDX-License-Identifier: Apache-2.0
package dure.transport.socket;

import dure.ConnectionLostException;
import dure.DamagedMailboxException;
import dure.DureException;
import dure.DureException.Subject;
import dure.InvalidNameException;
import dure.LinkTakenException;
import dure.MailboxClosedException;
import dure.MailboxDeletedException;
import dure.MailboxExistsException;
import dure.MailboxFullException;
import dure.MessageTooLargeException;
import dure.NoSuchMailboxException;
import dure.NotPermittedException;
import dure.OutOfSharedMemoryException;
import dure.OwnerGoneException;
import dure.SystemFailureException;
import dure.SystemLimitException;
import java.util.Map;
import java.util.function.BiFunction;

/// A failure on its way from the host to the guest: what kind, about which mailbox, what to say.
///
/// @param type the simple name of the exception
/// @param about the address it is about; empty for the mailbox itself
/// @param problem what happened and what to do about it
record Told(String type, String about, String problem) {
  private static final Map<String, BiFunction<String, String, DureException>> TYPES =
      Map.ofEntries(
          Map.entry("ConnectionLostException", ConnectionLostException::new),
          Map.entry("DamagedMailboxException", DamagedMailboxException::new),
          Map.entry("InvalidNameException", InvalidNameException::new),
          Map.entry("LinkTakenException", LinkTakenException::new),
          Map.entry("MailboxClosedException", MailboxClosedException::new),
          Map.entry("MailboxDeletedException", MailboxDeletedException::new),
          Map.entry("MailboxExistsException", MailboxExistsException::new),
          Map.entry("MailboxFullException", MailboxFullException::new),
          Map.entry("MessageTooLargeException", MessageTooLargeException::new),
          Map.entry("NoSuchMailboxException", NoSuchMailboxException::new),
          Map.entry("NotPermittedException", NotPermittedException::new),
          Map.entry("OutOfSharedMemoryException", OutOfSharedMemoryException::new),
          Map.entry("OwnerGoneException", OwnerGoneException::new),
          Map.entry("SystemFailureException", SystemFailureException::new),
          Map.entry("SystemLimitException", SystemLimitException::new));

  /// A failure at the mailbox in shared memory.
  ///
  /// @param local what that is called
  static Told of(Throwable failure, String local) {
    String message = String.valueOf(failure.getMessage());
    if (failure instanceof DureException named) {
      String prefix =
          Subject.MAILBOX.toString().toLowerCase(java.util.Locale.ROOT)
              + " '"
              + named.mailbox()
              + "': ";
      boolean plain = message.startsWith(prefix);
      return new Told(
          failure.getClass().getSimpleName(),
          named.mailbox().equals(local) ? "" : named.mailbox(),
          plain ? message.substring(prefix.length()) : message);
    }
    return new Told(
        failure.getClass().getSimpleName(), "", message.replace("'" + local + "'", "''"));
  }

  static Told read(Read from) {
    return new Told(from.text(), from.text(), from.text());
  }

  Written write(Written to) {
    return to.text(type).text(about).text(problem);
  }

  /// The failure, as one of the mailbox at this address.
  RuntimeException at(String address) {
    String words = problem.replace("''", "'" + address + "'");
    BiFunction<String, String, DureException> known = TYPES.get(type);
    if (known != null) {
      return known.apply(about.isEmpty() ? address : about, words);
    }
    return switch (type) {
      case "IllegalArgumentException" -> new IllegalArgumentException(words);
      case "UnsupportedOperationException" -> new UnsupportedOperationException(words);
      case "IllegalStateException" -> new IllegalStateException(words);
      case "IndexOutOfBoundsException" -> new IndexOutOfBoundsException(words);
      default -> new SystemFailureException(address, "its host failed: " + type + ": " + words);
    };
  }
}
