// SPDX-License-Identifier: Apache-2.0
package dure.transport.pipe;

import dure.Address;
import dure.ConnectionLostException;
import dure.NoSuchMailboxException;
import dure.ReceiverGoneException;
import dure.carrier.SharedDescriptor;
import dure.file.Failures;
import dure.linux.Files;
import dure.linux.Pipes;
import java.util.Map;

/// An end of a pipe that this process was given by its parent.
final class InheritedAccess implements PipeAccess {
  private final Address address;
  private final int access;
  private final SharedDescriptor end;

  private InheritedAccess(Address address, int access, SharedDescriptor end) {
    this.address = address;
    this.access = access;
    this.end = end;
  }

  /// Whether an address means a descriptor: its name is a number.
  static boolean isMeantBy(Address address) {
    return address.name().matches("[0-9]{1,9}");
  }

  static InheritedAccess to(Address address) {
    int fd = Integer.parseInt(address.name());
    int access = Pipes.access(fd);
    if (access < 0 || !Pipes.isPipe(Files.status(fd))) {
      throw new NoSuchMailboxException(
          address.toString(),
          "descriptor "
              + fd
              + (access < 0 ? " is not open" : " is no end of a pipe")
              + " in this process; its parent names the descriptor, as with"
              + " ProcessBuilder.redirectInput");
    }
    int own = Failures.check(address.toString(), "open it", Pipes.own(fd, access));
    return new InheritedAccess(address, access, new SharedDescriptor(address.toString(), own));
  }

  @Override
  public SharedDescriptor toSend() {
    require(access != Files.O_RDONLY, "read", "send");
    return toLook();
  }

  @Override
  public SharedDescriptor toReceive() {
    require(access != Pipes.O_WRONLY, "write", "receive");
    return toLook();
  }

  private void require(boolean possible, String end, String wish) {
    if (!possible) {
      throw new UnsupportedOperationException(
          "mailbox '"
              + address
              + "': this process has the end to "
              + end
              + " at, and a pipe goes one way; "
              + wish
              + " through another, or at its other end");
    }
  }

  @Override
  public SharedDescriptor toLook() {
    int _ = end.enter();
    return end;
  }

  @Override
  public void requireLive(int fd) {
    // as long as it is open
  }

  @Override
  public void nobodyReads(boolean seen) {
    throw new ReceiverGoneException(
        address.toString(),
        "no process has the receiving end open any more (EPIPE), and none can come; the message"
            + " was not sent");
  }

  @Override
  public void nobodyWrites() {
    throw new ConnectionLostException(
        address.toString(),
        "all was received, and no process has the sending end open any more; no message can come");
  }

  @Override
  public Map<String, String> notes() {
    return Map.of(
        "end",
        access == Files.O_RDONLY ? "reading" : access == Pipes.O_WRONLY ? "writing" : "both");
  }

  @Override
  public void close() {
    end.close();
  }
}
