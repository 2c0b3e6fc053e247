// SPDX-License-Identifier: Apache-2.0
package dure;

/// The mailbox is full, and its creator chose that senders do not wait ([WhenFull#REFUSE]). The
/// message was not accepted.
public final class MailboxFullException extends DureException {
  private static final long serialVersionUID = 1L;

  /// @param mailbox its address
  /// @param problem what is wrong and what to do about it
  public MailboxFullException(String mailbox, String problem) {
    super(mailbox, problem);
  }
}
