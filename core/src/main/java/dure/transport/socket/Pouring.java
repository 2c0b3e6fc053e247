// SPDX-License-Identifier: Apache-2.0
package dure.transport.socket;

import dure.Message;
import dure.MessageHandler;
import dure.MessageTooLargeException;
import java.lang.foreign.MemorySegment;

/// Copies a message into a buffer of the caller's, or leaves it in the mailbox if it is too long.
final class Pouring implements MessageHandler<RuntimeException> {
  private final String mailbox;
  private final MemorySegment buffer;
  private long length;

  Pouring(String mailbox, MemorySegment buffer) {
    this.mailbox = mailbox;
    this.buffer = buffer;
  }

  @Override
  public void handle(Message message) {
    if (message.size() > buffer.byteSize()) {
      throw new MessageTooLargeException(
          mailbox,
          "the next message has "
              + message.size()
              + " bytes and the buffer "
              + buffer.byteSize()
              + "; it stays in the mailbox, receive it with a larger one");
    }
    length = message.size();
    MemorySegment.copy(message.segment(), 0, buffer, 0, length);
  }

  long length() {
    return length;
  }
}
