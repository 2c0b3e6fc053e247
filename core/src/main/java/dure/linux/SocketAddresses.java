// SPDX-License-Identifier: Apache-2.0
package dure.linux;

import dure.linux.Struct.SockaddrIn;
import dure.linux.Struct.SockaddrIn6;
import dure.linux.Struct.SockaddrUn;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;

/// Names of sockets as the kernel has them: the bytes of a `sockaddr`, made and read.
public final class SocketAddresses {
  public static final int AF_UNIX = 1;
  public static final int AF_INET = 2;
  public static final int AF_INET6 = 10;

  private static final int VERSION_4_BYTES = 4;
  private static final int VERSION_6_BYTES = 16;

  private SocketAddresses() {}

  /// The name of a Unix socket.
  ///
  /// @param name a path, or a name of the kernel's own behind a zero byte, or nothing to have the
  ///   kernel choose one
  public static byte[] unix(byte[] name) {
    // A path is ended by a zero byte; an abstract name by its length.
    int end = name.length == 0 || name[0] == 0 ? 0 : 1;
    byte[] socket = new byte[SockaddrUn.PATH + name.length + end];
    int _ = start(socket, AF_UNIX).put(SockaddrUn.PATH, name).position();
    return socket;
  }

  /// The name of an Internet socket.
  ///
  /// @param address 4 or 16 bytes
  /// @param port from 0 to 65535
  /// @param scope the interface of a link-local address of version 6, or 0
  public static byte[] internet(byte[] address, int port, int scope) {
    boolean six = address.length == VERSION_6_BYTES;
    byte[] socket = new byte[six ? SockaddrIn6.BYTES : SockaddrIn.BYTES];
    ByteBuffer name = start(socket, six ? AF_INET6 : AF_INET);
    int portAt = six ? SockaddrIn6.PORT : SockaddrIn.PORT;
    name.put(portAt, (byte) (port >>> 8)).put(portAt + 1, (byte) port);
    name.put(six ? SockaddrIn6.ADDR : SockaddrIn.ADDR, address);
    if (six) {
      name.putInt(SockaddrIn6.SCOPE_ID, scope);
    }
    return socket;
  }

  /// Which family a name is of; 0 for a name that the kernel left empty.
  public static int family(byte[] name) {
    return name.length < Short.BYTES ? 0 : ByteBuffer.wrap(name).order(order()).getShort(0);
  }

  /// The path of a Unix socket, or its abstract name behind a zero byte; empty for one without.
  public static byte[] unixName(byte[] name) {
    if (name.length <= SockaddrUn.PATH) {
      return new byte[0];
    }
    byte[] unix = Arrays.copyOfRange(name, SockaddrUn.PATH, name.length);
    if (unix[0] == 0) {
      return unix;
    }
    int end = 0;
    while (end < unix.length && unix[end] != 0) {
      end++;
    }
    return Arrays.copyOf(unix, end);
  }

  /// The address of an Internet socket, 4 or 16 bytes.
  public static byte[] internetAddress(byte[] name) {
    return family(name) == AF_INET6
        ? Arrays.copyOfRange(name, SockaddrIn6.ADDR, SockaddrIn6.ADDR + VERSION_6_BYTES)
        : Arrays.copyOfRange(name, SockaddrIn.ADDR, SockaddrIn.ADDR + VERSION_4_BYTES);
  }

  /// The interface of a link-local address of version 6, or 0.
  public static int scope(byte[] name) {
    return family(name) == AF_INET6
        ? ByteBuffer.wrap(name).order(order()).getInt(SockaddrIn6.SCOPE_ID)
        : 0;
  }

  /// The port of an Internet socket.
  public static int port(byte[] name) {
    int at = family(name) == AF_INET6 ? SockaddrIn6.PORT : SockaddrIn.PORT;
    return Byte.toUnsignedInt(name[at]) << 8 | Byte.toUnsignedInt(name[at + 1]);
  }

  private static ByteBuffer start(byte[] socket, int family) {
    return ByteBuffer.wrap(socket).order(order()).putShort(0, (short) family);
  }

  private static ByteOrder order() {
    return ByteOrder.nativeOrder();
  }
}
