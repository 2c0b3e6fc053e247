// SPDX-License-Identifier: Apache-2.0
package dure.transport.artemis;

import dure.ConnectionLostException;
import dure.DureException;
import dure.MailboxDeletedException;
import dure.NotPermittedException;
import dure.OutOfSharedMemoryException;
import dure.SystemFailureException;
import org.apache.activemq.artemis.api.core.ActiveMQException;

/// What it means when the broker refuses something, or does not answer.
final class BrokerErrors {
  private BrokerErrors() {}

  /// The exception of ours for one of the broker's.
  ///
  /// @param mailbox the address concerned
  static DureException of(String mailbox, ActiveMQException refusal) {
    DureException error = kind(mailbox, refusal);
    error.initCause(refusal);
    return error;
  }

  private static DureException kind(String mailbox, ActiveMQException refusal) {
    String words = String.valueOf(refusal.getMessage());
    return switch (refusal.getType()) {
      case SECURITY_EXCEPTION, CLUSTER_SECURITY_EXCEPTION, SESSION_CREATION_REJECTED ->
          new NotPermittedException(
              mailbox,
              "this user may not use it at the broker, which said: "
                  + words
                  + "; write the user into the address, 'artemis://user@host/NAME', and set "
                  + BrokerConnection.PASSWORD);
      case QUEUE_DOES_NOT_EXIST, ADDRESS_DOES_NOT_EXIST ->
          new MailboxDeletedException(
              mailbox, "its queue was removed from the broker; create it and open it again");
      case NOT_CONNECTED,
          CONNECTION_TIMEDOUT,
          DISCONNECTED,
          UNBLOCKED,
          REMOTE_DISCONNECT,
          OBJECT_CLOSED,
          TRANSACTION_OUTCOME_UNKNOWN,
          TRANSACTION_ROLLED_BACK ->
          lost(mailbox, words);
      case ADDRESS_FULL ->
          new OutOfSharedMemoryException(
              mailbox, "the broker has no room left: " + words + "; nothing was sent");
      default ->
          new SystemFailureException(
              mailbox, "the broker refused what it usually allows: " + words);
    };
  }

  static ConnectionLostException lost(String mailbox, String words) {
    return new ConnectionLostException(
        mailbox,
        "the connection to the broker ended: "
            + words
            + "; open it again. Whether a call under way was carried out is not known");
  }
}
