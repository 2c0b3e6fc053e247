// SPDX-License-Identifier: Apache-2.0
package dure;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What a mailbox looked like at one moment. Taken while others use it, so figures may be some
/// messages apart.
///
/// @param address where it is
/// @param condition whether it can be used
/// @param details all the rest; null where the condition does not let this process see it
public record MailboxStatus(Address address, Condition condition, @Nullable Details details) {

  /// Who manages the memory it lives in; where this process may not see its capacity, that of any
  /// that has one.
  public Buffering buffering() {
    return details == null
        ? Transport.of(address).buffering()
        : Buffering.of(address, details.settings());
  }

  /// Whether a mailbox can be used.
  public enum Condition {
    /// It can.
    LIVE,
    /// Deleted, and still open somewhere.
    DELETED,
    /// Its owner has ended.
    OWNER_GONE,
    /// This user may not look at it.
    NOT_PERMITTED,
    /// Its owner does not answer, as when it is stopped, or the kernel refuses to show it now.
    UNREACHABLE,
    /// What stands there is no mailbox of this version.
    DAMAGED
  }

  /// What is known of a mailbox that this process may see.
  ///
  /// @param settings what its creator chose
  /// @param user who created it
  /// @param group the group its mode speaks of
  /// @param bytes the shared memory it takes
  /// @param depth messages in it: accepted and not yet given back; [Occupancy#UNKNOWN] where the
  ///   kernel counts only bytes
  /// @param counters what has happened so far; null where the kernel carries the messages and does
  ///   not count them
  /// @param participants who has it open; empty where that is not known
  /// @param participantsKnown whether it is
  /// @param notes what else the kernel tells of its own object, in words, by name
  public record Details(
      MailboxSettings settings,
      String user,
      String group,
      long bytes,
      long depth,
      @Nullable Counters counters,
      List<Participant> participants,
      boolean participantsKnown,
      Map<String, String> notes) {

    /// How many of the living have sent.
    public long senders() {
      return participants.stream().filter(p -> p.alive() && p.sends()).count();
    }

    /// How many of the living have received.
    public long receivers() {
      return participants.stream().filter(p -> p.alive() && p.receives()).count();
    }

    /// How many threads wait for room.
    public long waitingToSend() {
      return participants.stream()
          .filter(Participant::alive)
          .mapToLong(Participant::waitingToSend)
          .sum();
    }

    /// How many threads wait for a message.
    public long waitingToReceive() {
      return participants.stream()
          .filter(Participant::alive)
          .mapToLong(Participant::waitingToReceive)
          .sum();
    }
  }

  /// What has happened in a mailbox since it was created.
  ///
  /// @param sent messages accepted
  /// @param received messages given back as done; without those that were dropped, or are dead
  /// @param redelivered how often a message was handed out again after its receiver died or failed
  /// @param repaired claims of dead senders undone and messages of dead receivers put back
  /// @param passed unpublished claims that receivers went past
  /// @param dropped messages that made room or found none, where senders do not wait
  /// @param dead messages that went to the dead-letter mailbox
  public record Counters(
      long sent,
      long received,
      long redelivered,
      long repaired,
      long passed,
      long dropped,
      long dead) {}

  /// A process that has the mailbox open.
  ///
  /// @param id its number in this mailbox, never given twice
  /// @param name what it calls itself
  /// @param pid its number in its own pid namespace
  /// @param user whose it is
  /// @param alive whether the kernel still holds its lock
  /// @param owner whether it owns the mailbox
  /// @param sends whether it has sent, be it only what was dropped
  /// @param receives whether it has received
  /// @param waitingToSend threads of it waiting for room
  /// @param waitingToReceive threads of it waiting for a message
  /// @param elsewhere whether its pid is of another pid namespace, where `kill` and `ps` of this
  ///   one do not find it
  public record Participant(
      long id,
      String name,
      int pid,
      String user,
      boolean alive,
      boolean owner,
      boolean sends,
      boolean receives,
      int waitingToSend,
      int waitingToReceive,
      boolean elsewhere) {
    /// A participant of this pid namespace, or of one that is not known.
    public Participant(
        long id,
        String name,
        int pid,
        String user,
        boolean alive,
        boolean owner,
        boolean sends,
        boolean receives,
        int waitingToSend,
        int waitingToReceive) {
      this(
          id,
          name,
          pid,
          user,
          alive,
          owner,
          sends,
          receives,
          waitingToSend,
          waitingToReceive,
          false);
    }
  }
}
