// SPDX-License-Identifier: Apache-2.0
package dure.memory;

import dure.DureException.Subject;
import dure.ObjectExistsException;
import dure.file.Failures;
import dure.handover.AccessPolicy;
import dure.handover.DescriptorLoop;
import dure.handover.DescriptorServer;
import dure.layout.FileNames;
import dure.linux.Errno;
import dure.linux.Files;
import dure.linux.Sockets;

/// Anonymous memory on offer to other processes, until this is closed or the process ends; made by
/// [Region#offer].
///
/// It is a Unix socket with an abstract name, and one thread of the process hands a descriptor of
/// the memory to each process that its mode lets in; the kernel tells which process asks. The
/// memory lives for as long as a process has it attached or offers it. May be used by several
/// threads.
public final class Offer implements AutoCloseable {
  private final String name;
  private final DescriptorServer door;

  private Offer(String name, DescriptorServer door) {
    this.name = name;
    this.door = door;
  }

  /// Hands out the memory. A process that has it needs nothing more of the offerer, so no
  /// connection stays.
  ///
  /// @param writable negative if this process may not write it itself
  private record Giver(int readable, int writable) implements AccessPolicy {
    @Override
    public int handOut(Sockets.Peer visitor) {
      return AccessPolicy.byMode(visitor, readable, writable);
    }

    @Override
    public int places() {
      return 0;
    }

    @Override
    public void close() {
      Files.close(readable);
      if (writable >= 0) {
        Files.close(writable);
      }
    }
  }

  static Offer open(String name, Backing backing) {
    if (!(backing instanceof OpenFile file) || file.kind() != RegionKind.ANONYMOUS) {
      throw new IllegalStateException(
          "only anonymous memory is offered; others attach this by its name");
    }
    int readable = file.reopen(false);
    check(name, readable);
    Giver giver = new Giver(readable, file.reopen(true));
    DescriptorServer door =
        DescriptorServer.open(
            FileNames.current().offer(name),
            DescriptorLoop.SHARED,
            result -> check(name, result),
            giver);
    return new Offer(name, door);
  }

  private static void check(String name, int result) {
    if (Errno.EADDRINUSE.is(result)) {
      throw new ObjectExistsException(
          Subject.REGION,
          name,
          "a process offers one of this name (EADDRINUSE); name it otherwise");
    }
    Failures.check(Subject.REGION, name, "offer it", (long) result);
  }

  /// Under which others take it.
  public String name() {
    return name;
  }

  /// Ends the offer: its name is free when this returns, and the processes that took the memory
  /// keep it. Again does nothing.
  @Override
  public void close() {
    door.close();
  }
}
