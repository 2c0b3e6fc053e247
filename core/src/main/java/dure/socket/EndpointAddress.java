// SPDX-License-Identifier: Apache-2.0
package dure.socket;

import dure.DureException.Subject;
import dure.InvalidNameException;
import dure.linux.SocketAddresses;
import dure.linux.Sockets;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/// Where a socket is: `unix:/path`, `unix:@abstract`, or a host and a port, as `tcp://host:port`.
public sealed interface EndpointAddress {
  /// The largest port.
  int LARGEST_PORT = 65_535;

  /// The kind of network an address is of.
  enum Family {
    /// Between processes of one machine.
    UNIX(SocketAddresses.AF_UNIX),
    /// The Internet, version 4.
    INTERNET(SocketAddresses.AF_INET),
    /// The Internet, version 6.
    INTERNET_6(SocketAddresses.AF_INET6);

    final int number;

    Family(int number) {
      this.number = number;
    }
  }

  /// A name on this machine: an absolute path, or `@` and a name that is the kernel's own and goes
  /// with its socket.
  ///
  /// @param name at most 107 bytes
  record Unix(String name) implements EndpointAddress {
    /// The longest path, in bytes.
    public static final int LONGEST = Sockets.LONGEST_NAME;

    public Unix {
      if (!isName(name)) {
        throw invalid("unix:" + name, "say an absolute path, or '@' and a name");
      }
      if (!isShort(name)) {
        throw invalid(
            "unix:" + name,
            "a socket's path has at most "
                + LONGEST
                + " bytes, not "
                + bytes(name)
                + "; take a shorter one");
      }
    }

    /// Whether this is a name that a socket can have.
    public static boolean isPossible(String name) {
      return isName(name) && isShort(name);
    }

    private static boolean isName(String name) {
      return name.length() > 1
          && (name.startsWith("@") || name.startsWith("/"))
          && name.indexOf('\0') < 0;
    }

    private static boolean isShort(String name) {
      // The zero byte before an abstract name stands where its '@' does.
      return bytes(name) <= (isAbstract(name) ? LONGEST + 1 : LONGEST);
    }

    private static int bytes(String name) {
      return name.getBytes(StandardCharsets.UTF_8).length;
    }

    private static boolean isAbstract(String name) {
      return name.startsWith("@");
    }

    /// Whether the name is the kernel's own, and no file.
    public boolean isAbstract() {
      return isAbstract(name);
    }

    @Override
    public Family family() {
      return Family.UNIX;
    }

    @Override
    public byte[] encoded() {
      byte[] bytes = name.getBytes(StandardCharsets.UTF_8);
      if (isAbstract()) {
        bytes[0] = 0;
      }
      return SocketAddresses.unix(bytes);
    }

    @Override
    public String toString() {
      return "unix:" + name;
    }
  }

  /// A host and a port.
  ///
  /// @param host its address
  /// @param port from 0, for any free one, to [#LARGEST_PORT]
  record Internet(InetAddress host, int port) implements EndpointAddress {
    public Internet {
      if (port < 0 || port > LARGEST_PORT) {
        throw invalid(host.getHostAddress() + ":" + port, "a port is from 0 to " + LARGEST_PORT);
      }
    }

    @Override
    public Family family() {
      return host instanceof Inet6Address ? Family.INTERNET_6 : Family.INTERNET;
    }

    @Override
    public byte[] encoded() {
      int scope = host instanceof Inet6Address six ? six.getScopeId() : 0;
      return SocketAddresses.internet(host.getAddress(), port, scope);
    }

    @Override
    public String toString() {
      String plain = host.getHostAddress();
      return (host instanceof Inet6Address ? "[" + plain + "]" : plain) + ":" + port;
    }
  }

  /// Which family a socket for it is of.
  Family family();

  /// The bytes the kernel knows it by.
  byte[] encoded();

  /// Reads `unix:/path`, `unix:@name`, `tcp://host:port`, `udp://host:port` or `host:port`, where
  /// an address of version 6 stands in brackets. A host's name is looked up, which may take as long
  /// as the machine's resolver takes.
  ///
  /// @throws InvalidNameException if it is none, or its host is unknown
  static EndpointAddress of(String text) {
    if (text.startsWith("unix:")) {
      return new Unix(text.substring("unix:".length()));
    }
    String place = text.replaceFirst("^(tcp|udp):(//)?", "");
    int colon = place.lastIndexOf(':');
    if (colon <= 0) {
      throw invalid(text, "say a host and a port, as host:port");
    }
    return new Internet(
        host(text, place.substring(0, colon)), port(text, place.substring(colon + 1)));
  }

  private static int port(String text, String digits) {
    boolean isPort = digits.matches("[0-9]{1,5}") && Integer.parseInt(digits) <= LARGEST_PORT;
    if (!isPort) {
      throw invalid(
          text, "a port is a number from 0 to " + LARGEST_PORT + ", not '" + digits + "'");
    }
    return Integer.parseInt(digits);
  }

  private static InetAddress host(String text, String host) {
    boolean bracketed = host.startsWith("[") && host.endsWith("]");
    String plain = bracketed ? host.substring(1, host.length() - 1) : host;
    if (plain.isEmpty() || bracketed != plain.contains(":")) {
      throw invalid(text, "say a host; an address of version 6 stands in brackets, as [::1]");
    }
    try {
      return InetAddress.getByName(plain);
    } catch (UnknownHostException unknown) {
      throw invalid(text, "nobody knows a host '" + plain + "'; check its name");
    }
  }

  private static InvalidNameException invalid(String text, String problem) {
    return new InvalidNameException(Subject.CHANNEL, text, problem);
  }

  /// What the kernel's bytes stand for; null for a socket without a name.
  static @Nullable EndpointAddress decoded(byte[] name) {
    int family = SocketAddresses.family(name);
    if (family == SocketAddresses.AF_UNIX) {
      String unix = new String(SocketAddresses.unixName(name), StandardCharsets.UTF_8);
      String readable = unix.startsWith("\0") ? "@" + unix.substring(1).replace('\0', '@') : unix;
      return readable.length() > 1 && "@/".indexOf(readable.charAt(0)) >= 0
          ? new Unix(readable)
          : null;
    }
    if (family != SocketAddresses.AF_INET && family != SocketAddresses.AF_INET6) {
      return null;
    }
    try {
      byte[] address = SocketAddresses.internetAddress(name);
      int scope = SocketAddresses.scope(name);
      InetAddress host =
          scope == 0
              ? InetAddress.getByAddress(address)
              : Inet6Address.getByAddress(null, address, scope);
      return new Internet(host, SocketAddresses.port(name));
    } catch (UnknownHostException neverOfThisLength) {
      throw new IllegalStateException(neverOfThisLength);
    }
  }
}
