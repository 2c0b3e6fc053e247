// SPDX-License-Identifier: Apache-2.0
package dure.transport.pipe;

import dure.Address;
import dure.Capacity;
import dure.DureException.Subject;
import dure.MailboxSettings;
import dure.MailboxStatus;
import dure.MailboxStatus.Condition;
import dure.MailboxStatus.Details;
import dure.Occupancy;
import dure.Owner;
import dure.Receivers;
import dure.carrier.Choices;
import dure.file.Failures;
import dure.file.PipeSize;
import dure.linux.Files;
import dure.linux.Names;
import dure.linux.PageSize;
import dure.linux.Pipes;
import java.lang.foreign.Arena;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// What there is to know of a pipe, and what can be chosen of it.
final class Snapshot {
  /// The smallest pipe: in four pages there is room for the longest message, in whatever pieces it
  /// is written, behind the rest of a page that another has left.
  private static final long LEAST = 4L * PageSize.kernel();

  private Snapshot() {}

  /// What a creator gets who makes no choices.
  static MailboxSettings defaults(Owner owner) {
    MailboxSettings usual = MailboxSettings.DEFAULT;
    return settings(usual, new Capacity.Bytes(PipeSize.USUAL), owner, usual.mode(), usual.group());
  }

  private static MailboxSettings settings(
      MailboxSettings usual, Capacity capacity, Owner owner, int mode, String group) {
    return new MailboxSettings(
        capacity,
        PipeCarrier.LONGEST,
        Receivers.ONE,
        usual.order(),
        usual.whenFull(),
        owner,
        mode,
        group,
        usual.patience(),
        usual.participants(),
        0,
        "",
        0);
  }

  /// Refuses what no pipe can do: how many bytes it is to hold.
  static long requirePossible(Address address, MailboxSettings chosen, Owner owner, String why) {
    MailboxSettings usual = MailboxSettings.DEFAULT;
    new Choices(address, chosen)
        .plain(
            Receivers.ONE,
            "a process that reads a part of a message makes the rest worthless, so one process at a"
                + " time reads a pipe")
        .require(
            chosen.capacity() instanceof Capacity.Bytes,
            "a pipe counts bytes and not messages; say how many, as 64K on the"
                + " command line, or Capacity.bytes(n); or leave it out")
        .require(
            chosen.order() == usual.order(),
            "what is written first to a pipe is read first; for another order take a message queue"
                + " or shared memory")
        .require(
            chosen.messageSize() == PipeCarrier.LONGEST,
            "a message has up to "
                + PipeCarrier.LONGEST
                + " bytes, because no more is written to a pipe in one piece; leave the size out")
        .owner(owner, why);
    return ((Capacity.Bytes) chosen.capacity()).bytes();
  }

  /// Has a new pipe hold what its creator chose.
  static void resize(Address address, int fd, long bytes) {
    String name = address.toString();
    long wanted = Math.max(bytes, LEAST);
    // The usual size is not insisted on: a user with very many pipes gets smaller ones.
    if (wanted != PipeSize.USUAL && wanted != PipeSize.of(Subject.MAILBOX, name, fd)) {
      long _ = PipeSize.set(Subject.MAILBOX, name, fd, wanted);
    }
  }

  /// What holds of an open pipe.
  static MailboxSettings settings(Address address, int fd, Owner owner) {
    Files.Status file = Files.status(fd);
    return settings(
        MailboxSettings.DEFAULT,
        new Capacity.Bytes(PipeSize.of(Subject.MAILBOX, address.toString(), fd)),
        owner,
        file.permissions() & 0777,
        Names.group(file.gid()));
  }

  /// What an open pipe looks like now.
  static MailboxStatus of(
      Address address, MailboxSettings settings, int fd, Map<String, String> more) {
    Files.Status file = Files.status(fd);
    String name = address.toString();
    long size = PipeSize.of(Subject.MAILBOX, name, fd);
    Map<String, String> notes = new LinkedHashMap<>();
    try (Arena arena = Arena.ofConfined()) {
      long waiting =
          Failures.check(name, "look into it", Pipes.waiting(fd, arena.allocate(Integer.BYTES, 4)));
      notes.put("waiting", waiting + " of " + size + " bytes");
    }
    notes.putAll(more);
    return of(address, settings, file, size, notes);
  }

  /// What a pipe looks like by its file only.
  static MailboxStatus of(
      Address address,
      MailboxSettings settings,
      Files.Status file,
      long size,
      Map<String, String> notes) {
    return new MailboxStatus(
        address,
        Condition.LIVE,
        new Details(
            settings,
            Names.user(file.uid()),
            Names.group(file.gid()),
            size,
            Occupancy.UNKNOWN,
            null,
            List.of(),
            false,
            notes));
  }

  /// What is known of a FIFO that this process does not have open.
  static MailboxStatus closed(Address address, Files.Status file) {
    MailboxSettings settings =
        settings(
            MailboxSettings.DEFAULT,
            new Capacity.Bytes(PipeSize.USUAL),
            Owner.SYSTEM,
            file.permissions() & 0777,
            Names.group(file.gid()));
    return of(
        address,
        settings,
        file,
        0,
        Map.of("waiting", "only who has it open can see how much is in it"));
  }
}
