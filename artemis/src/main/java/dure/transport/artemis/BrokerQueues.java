// SPDX-License-Identifier: Apache-2.0
package dure.transport.artemis;

import dure.MailboxSettings;
import dure.Owner;
import java.util.List;
import org.apache.activemq.artemis.api.core.ActiveMQException;
import org.apache.activemq.artemis.api.core.QueueConfiguration;
import org.apache.activemq.artemis.api.core.RoutingType;
import org.apache.activemq.artemis.api.core.client.ClientSession;

/// The queues of one mailbox at a broker, by name. All but the first have the number of this very
/// mailbox in their names, so that a handle never takes its successor of the same name for it.
///
/// @param name of the mailbox
/// @param number of this mailbox, drawn at its creation
record BrokerQueues(String name, String number) {
  /// The queue with what the creator chose; who creates it has the name.
  static String settings(String name) {
    return name + ".dure";
  }

  /// The messages.
  String messages() {
    return name + "." + number;
  }

  /// A message for each free place.
  String credits() {
    return messages() + ".credits";
  }

  /// A message for each place for a process, and for each end that one process holds at a time.
  String leases() {
    return messages() + ".leases";
  }

  /// One message, with what has happened so far.
  String counters() {
    return messages() + ".counters";
  }

  /// Exists for a moment while the mailbox is deleted, and so tells a deletion from an end.
  String tombstone() {
    return messages() + ".deleted";
  }

  /// Where each participant has a queue of its own, for receipts.
  String participants() {
    return messages() + ".participants";
  }

  /// Where each thread that waits has a queue.
  String waits() {
    return messages() + ".waits";
  }

  /// Those that live as long as the mailbox.
  List<String> all() {
    return List.of(messages(), credits(), leases(), counters());
  }

  /// The same queue for a sender, whatever other queues there are at its address.
  static String exactly(String queue) {
    return queue + "::" + queue;
  }

  /// Creates a queue that lives as long as its mailbox.
  static void create(ClientSession session, String queue, MailboxSettings settings)
      throws ActiveMQException {
    boolean lasts = settings.owner() == Owner.SYSTEM;
    session.createQueue(
        QueueConfiguration.of(queue)
            .setAddress(queue)
            .setRoutingType(RoutingType.ANYCAST)
            .setDurable(lasts)
            .setTemporary(!lasts)
            .setAutoDelete(false));
  }

  /// Creates a queue that ends with this process's connection.
  static void createPassing(ClientSession session, String queue, String address, RoutingType type)
      throws ActiveMQException {
    session.createQueue(
        QueueConfiguration.of(queue)
            .setAddress(address)
            .setRoutingType(type)
            .setDurable(false)
            .setTemporary(true));
  }
}
