// SPDX-License-Identifier: Apache-2.0
package dure.transport.socket;

import dure.ConnectionLostException;
import dure.DamagedMailboxException;
import dure.DureException;
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
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;

/// A failure on its way from the host to the guest: what kind, about which mailbox, what to say.
///
/// @param type the simple name of the exception
/// @param about the address it is about; empty for the mailbox itself
/// @param problem what happened and what to do about it
record RemoteError(String type, String about, String problem) {
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

  /// A failure at the host.
  ///
  /// @param names what the mailbox itself is called there
  static RemoteError of(Throwable failure, String... names) {
    String type = failure.getClass().getSimpleName();
    if (failure instanceof DureException named) {
      boolean itself = List.of(names).contains(named.mailbox());
      return new RemoteError(type, itself ? "" : named.mailbox(), named.problem());
    }
    return new RemoteError(type, "", String.valueOf(failure.getMessage()));
  }

  static RemoteError read(WireReader from) {
    return new RemoteError(from.text(), from.text(), from.text());
  }

  WireWriter write(WireWriter to) {
    return to.text(type).text(about).text(problem);
  }

  /// The failure, as one of the mailbox at this address.
  RuntimeException at(String address) {
    BiFunction<String, String, DureException> known = TYPES.get(type);
    if (known != null) {
      return known.apply(about.isEmpty() ? address : about, problem);
    }
    return switch (type) {
      case "IllegalArgumentException" -> new IllegalArgumentException(problem);
      case "UnsupportedOperationException" -> new UnsupportedOperationException(problem);
      case "IllegalStateException" -> new IllegalStateException(problem);
      case "IndexOutOfBoundsException" -> new IndexOutOfBoundsException(problem);
      default -> new SystemFailureException(address, "its host failed: " + type + ": " + problem);
    };
  }
}
