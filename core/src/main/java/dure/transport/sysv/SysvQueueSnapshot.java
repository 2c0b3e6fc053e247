// SPDX-License-Identifier: Apache-2.0
package dure.transport.sysv;

import dure.Address;
import dure.MailboxStatus;
import dure.MailboxStatus.Condition;
import dure.MailboxStatus.Details;
import dure.Occupancy;
import dure.linux.Keys;
import dure.linux.Names;
import dure.linux.Processes;
import dure.linux.SystemVQueues;
import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// What a queue looks like, in the words of mailboxes.
final class SysvQueueSnapshot {
  private SysvQueueSnapshot() {}

  static MailboxStatus status(Address address, int id, SystemVQueues.Status queue) {
    return new MailboxStatus(
        address,
        Condition.LIVE,
        new Details(
            SysvLimits.settings(queue),
            Names.user(queue.uid()),
            Names.group(queue.gid()),
            queue.bytes(),
            queue.messages(),
            null,
            List.of(),
            false,
            notes(id, queue)));
  }

  /// What a sender may want to know: whether there is no room, or, if there is, not how much, since
  /// that depends on how long the messages are.
  static Occupancy outlook(SystemVQueues.Status queue) {
    boolean full = queue.bytes() >= queue.capacity() || queue.messages() >= queue.capacity();
    return new Occupancy(queue.messages(), full ? 0 : Long.MAX_VALUE, Occupancy.UNKNOWN);
  }

  private static Map<String, String> notes(int id, SystemVQueues.Status queue) {
    Map<String, String> notes = new LinkedHashMap<>();
    notes.put("id", Integer.toString(id));
    notes.put("key", queue.key() == Keys.IPC_PRIVATE ? "none" : SysvQueueName.text(queue.key()));
    notes.put("creator", Names.user(queue.creator()));
    notes.put("last sender", process(queue.lastSender(), queue.sent()));
    notes.put("last sent", time(queue.sent()));
    notes.put("last receiver", process(queue.lastReceiver(), queue.received()));
    notes.put("last received", time(queue.received()));
    notes.put("changed", time(queue.changed()));
    return Collections.unmodifiableMap(notes);
  }

  /// A process by its number and its program's name, as it is now.
  private static String process(int pid, long when) {
    if (when == 0) {
      return "none";
    }
    if (pid == 0) {
      return "a process of another pid namespace";
    }
    String program = Processes.command(pid);
    return "pid " + pid + (program.isEmpty() ? " (ended)" : " (" + program + ")");
  }

  private static String time(long seconds) {
    return seconds == 0 ? "never" : Instant.ofEpochSecond(seconds).toString();
  }
}
