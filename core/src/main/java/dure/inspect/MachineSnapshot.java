// SPDX-License-Identifier: Apache-2.0
package dure.inspect;

import dure.Mailbox;
import dure.MailboxStatus;
import dure.Namespace;
import dure.direct.Link;
import dure.direct.NamedProcess;
import dure.direct.Port;
import dure.memory.Region;
import dure.memory.RegionStatus;
import dure.sync.SemaphoreStatus;
import java.time.Instant;
import java.util.List;

/// Everything on this machine that this process can see, at one moment.
///
/// Locks that programs keep in regions of their own have no name, and the kernel does not list
/// them: they show to the programs that have the region attached.
///
/// @param at when
/// @param namespace the directory in which mailboxes have their names
/// @param mailboxes of every transport, as [dure.Mailbox#list] finds them
/// @param processes the names of the processes that others find by name
/// @param links between such processes
/// @param ports that are taken
/// @param regions of shared memory, those of mailboxes included
/// @param semaphores of POSIX and System V
public record MachineSnapshot(
    Instant at,
    String namespace,
    List<MailboxStatus> mailboxes,
    List<String> processes,
    List<Link> links,
    List<Port> ports,
    List<RegionStatus> regions,
    List<SemaphoreStatus> semaphores) {

  /// Looks around and changes nothing.
  public static MachineSnapshot take() {
    return new MachineSnapshot(
        Instant.now(),
        Namespace.current().directory(),
        Mailbox.list(),
        NamedProcess.all(),
        NamedProcess.links(),
        Port.taken(),
        Region.list(),
        SemaphoreStatus.list());
  }

  /// All of it as JSON on one line, as `docs/inspect.md` describes it.
  public String json() {
    return SnapshotJson.of(this);
  }
}
