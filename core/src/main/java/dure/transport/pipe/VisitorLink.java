// SPDX-License-Identifier: Apache-2.0
package dure.transport.pipe;

import dure.Address;
import dure.DureException;
import dure.OwnerGoneException;
import dure.carrier.SharedDescriptor;
import dure.linux.Errno;
import dure.linux.Pipes;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// A visitor's connection to the owner of a pipe. It is asked at each call whether it has ended, or
/// brought the news that the mailbox was deleted.
final class VisitorLink implements OwnedAccess.Tie {
  private final Address address;
  private final String owner;
  private final SharedDescriptor connection;
  private final MemorySegment news = Arena.ofAuto().allocate(1);

  // Guarded by this.
  private @Nullable Supplier<DureException> end;

  /// @param connection not blocking
  VisitorLink(Address address, String owner, int connection) {
    this.address = address;
    this.owner = owner;
    this.connection = new SharedDescriptor(address.toString(), connection);
  }

  @Override
  public void requireLive() {
    int fd = connection.enter();
    try {
      Supplier<DureException> ended = look(fd);
      if (ended != null) {
        throw ended.get();
      }
    } finally {
      connection.leave();
    }
  }

  private synchronized @Nullable Supplier<DureException> look(int fd) {
    if (end == null) {
      long got = Pipes.read(fd, news, 1);
      if (got == 1) {
        end = () -> OwnedAccess.deleted(address);
      } else if (!Errno.EAGAIN.is(got)) {
        end =
            () ->
                new OwnerGoneException(
                    address.toString(),
                    "its owner, process " + owner + ", has ended or closed it; it is no more");
      }
    }
    return end;
  }

  @Override
  public void close() {
    connection.close();
  }
}
