// SPDX-License-Identifier: Apache-2.0
package dure.linux;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import dure.linux.Struct.Cmsghdr;
import dure.linux.Struct.Iovec;
import dure.linux.Struct.Msghdr;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/// Sends what [Sockets] never would.
final class BadSender {
  private BadSender() {}

  /// Sends any number of bytes with any number of descriptors.
  static long send(int fd, int bytes, int... passed) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment part = arena.allocate(Iovec.BYTES, 8);
      part.set(JAVA_LONG, Iovec.BASE, arena.allocate(Math.max(1, bytes)).address());
      part.set(JAVA_LONG, Iovec.LEN, bytes);
      MemorySegment control = arena.allocate(Cmsghdr.BYTES + 4L * passed.length, 8);
      control.set(JAVA_LONG, Cmsghdr.LEN, control.byteSize());
      control.set(JAVA_INT, Cmsghdr.LEVEL, Sockets.SOL_SOCKET);
      control.set(JAVA_INT, Cmsghdr.TYPE, Sockets.SCM_RIGHTS);
      MemorySegment.copy(passed, 0, control, JAVA_INT, Cmsghdr.BYTES, passed.length);
      MemorySegment header = arena.allocate(Msghdr.BYTES, 8);
      header.set(JAVA_LONG, Msghdr.IOV, part.address());
      header.set(JAVA_LONG, Msghdr.IOVLEN, 1);
      header.set(JAVA_LONG, Msghdr.CONTROL, control.address());
      header.set(JAVA_LONG, Msghdr.CONTROLLEN, control.byteSize());
      return SystemCall.SENDMSG.call(fd, header.address(), 0);
    }
  }
}
