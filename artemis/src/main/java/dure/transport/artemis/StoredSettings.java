// SPDX-License-Identifier: Apache-2.0
package dure.transport.artemis;

import dure.Capacity;
import dure.MailboxSettings;
import dure.Order;
import dure.Owner;
import dure.Receivers;
import dure.WhenFull;
import java.time.Duration;
import org.apache.activemq.artemis.api.core.client.ClientMessage;

/// What a creator chose, as the properties of a message.
///
/// @param number of the mailbox, drawn at its creation
/// @param settings what its creator chose
/// @param creator what the creator calls itself
/// @param pid of the creator
record StoredSettings(String number, MailboxSettings settings, String creator, long pid) {
  private static final int VERSION = 1;

  void writeTo(ClientMessage message) {
    MailboxSettings chosen = settings;
    message.putIntProperty("version", VERSION);
    message.putStringProperty("number", number);
    message.putStringProperty("creator", creator);
    message.putLongProperty("pid", pid);
    message.putStringProperty("capacity", capacity(chosen.capacity()));
    message.putLongProperty("messageSize", chosen.messageSize());
    message.putStringProperty("receivers", chosen.receivers().name());
    message.putStringProperty("order", chosen.order().name());
    message.putStringProperty("whenFull", chosen.whenFull().name());
    message.putStringProperty("owner", chosen.owner().name());
    message.putLongProperty("patience", chosen.patience().toNanos());
    message.putIntProperty("participants", chosen.participants());
    message.putIntProperty("attempts", chosen.attempts());
    message.putStringProperty("deadLetters", chosen.deadLetters());
    message.putIntProperty("maxInFlight", chosen.maxInFlight());
  }

  /// @throws IllegalArgumentException if it is of another version, or not sound
  static StoredSettings of(ClientMessage message) {
    int version = message.getIntProperty("version");
    if (version != VERSION) {
      throw new IllegalArgumentException("its settings are of version " + version);
    }
    MailboxSettings usual = MailboxSettings.DEFAULT;
    MailboxSettings settings =
        new MailboxSettings(
            capacity(message.getStringProperty("capacity")),
            message.getLongProperty("messageSize"),
            Receivers.valueOf(message.getStringProperty("receivers")),
            Order.valueOf(message.getStringProperty("order")),
            WhenFull.valueOf(message.getStringProperty("whenFull")),
            Owner.valueOf(message.getStringProperty("owner")),
            usual.mode(),
            usual.group(),
            Duration.ofNanos(message.getLongProperty("patience")),
            message.getIntProperty("participants"),
            message.getIntProperty("attempts"),
            message.getStringProperty("deadLetters"),
            message.getIntProperty("maxInFlight"));
    return new StoredSettings(
        message.getStringProperty("number"),
        settings,
        message.getStringProperty("creator"),
        message.getLongProperty("pid"));
  }

  private static String capacity(Capacity capacity) {
    return switch (capacity) {
      case Capacity.Bounded bounded -> "" + bounded.messages();
      case Capacity.Unbounded unbounded -> "unbounded " + unbounded.limit();
      case Capacity.Zero zero -> "zero";
      case Capacity.Bytes bytes -> throw new IllegalArgumentException("in bytes");
    };
  }

  private static Capacity capacity(String text) {
    if (text.equals("zero")) {
      return Capacity.zero();
    }
    return text.startsWith("unbounded ")
        ? Capacity.unbounded(Long.parseLong(text.substring(text.indexOf(' ') + 1)))
        : Capacity.bounded(Integer.parseInt(text));
  }
}
