// SPDX-License-Identifier: Apache-2.0
package dure.transport.artemis;

import dure.Message;
import dure.Message.Stamps;
import java.io.ByteArrayOutputStream;
import org.apache.activemq.artemis.api.core.ActiveMQException;
import org.apache.activemq.artemis.api.core.client.ClientMessage;
import org.jspecify.annotations.Nullable;

/// A message of the broker's in the words of mailboxes, and back.
final class BrokerMessage {
  static final String ID = "dureId";
  static final String NUMBER = "dureNumber";
  private static final String SENDER = "dureSender";
  private static final String REPLY = "dureReply";
  static final int LOWEST_PRIORITY = 0;
  static final int HIGHEST_PRIORITY = 9;

  private BrokerMessage() {}

  /// Who sends a message, and what is to become of it.
  ///
  /// @param sender the participant
  /// @param id of the message, that no other has
  /// @param reply the queue that is to hear of it; null if no sender waits
  record Label(long sender, String id, @Nullable String reply) {}

  static void write(ClientMessage message, byte[] bytes, Label label, int priority, long number) {
    message.getBodyBuffer().writeBytes(bytes);
    message.putLongProperty(SENDER, label.sender());
    message.putStringProperty(ID, label.id());
    message.putLongProperty(NUMBER, number);
    if (label.reply() != null) {
      message.putStringProperty(REPLY, label.reply());
    }
    message.setPriority((byte) priority);
  }

  /// A copy that may be kept.
  ///
  /// @param priorities whether the mailbox has such an order
  static Message read(ClientMessage message, boolean priorities) throws ActiveMQException {
    Stamps stamps =
        new Stamps(
            sender(message),
            Message.UNKNOWN,
            number(message),
            priorities ? message.getPriority() : 0,
            Math.max(0, message.getDeliveryCount() - 1),
            0);
    return new IdentifiedMessage(Message.of(bytes(message), stamps), id(message));
  }

  private static byte[] bytes(ClientMessage message) throws ActiveMQException {
    if (message.isLargeMessage()) {
      ByteArrayOutputStream bytes = new ByteArrayOutputStream();
      message.saveToOutputStream(bytes);
      return bytes.toByteArray();
    }
    byte[] bytes = new byte[message.getBodySize()];
    message.getDataBuffer().readBytes(bytes);
    return bytes;
  }

  /// A message of another program has no number of ours.
  static long number(ClientMessage message) {
    return message.containsProperty(NUMBER) ? message.getLongProperty(NUMBER) : 0;
  }

  private static long sender(ClientMessage message) {
    return message.containsProperty(SENDER) ? message.getLongProperty(SENDER) : Message.UNKNOWN;
  }

  static @Nullable String id(ClientMessage message) {
    return message.getStringProperty(ID);
  }

  /// The queue that is to hear of it; null if no sender waits.
  static @Nullable String reply(ClientMessage message) {
    return message.getStringProperty(REPLY);
  }
}
