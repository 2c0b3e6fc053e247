// SPDX-License-Identifier: Apache-2.0
package dure.transport.socket;

import dure.Address;
import dure.DureException.Subject;
import dure.InvalidNameException;
import dure.layout.FileNames;
import dure.socket.EndpointAddress;
import dure.socket.EndpointAddress.Internet;
import dure.socket.EndpointAddress.Unix;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.zip.CRC32;
import org.jspecify.annotations.Nullable;

/// What the mailbox behind a socket is called in shared memory: a name that says where the socket
/// is, so that listings show it. There it can be opened directly, too, by who may.
///
/// `tcp://127.0.0.1:7000` is `tcp.127.0.0.1.7000`, and `unix:/run/orders` is `unix.run.orders` with
/// a check sum behind it, because several paths can look the same in the letters of a name.
final class HostedName {
  static final String TCP = "tcp";
  static final String UNIX = "unix";

  private static final int READABLE = 80;

  /// What else a name of a Unix socket has: its scheme, two marks, and a check sum behind a dot.
  private static final int AROUND_READABLE = UNIX.length() + 2 + 9;

  private HostedName() {}

  /// Reads an address.
  ///
  /// @throws InvalidNameException if it is none
  static EndpointAddress endpoint(Address address) {
    try {
      if (address.scheme().equals(TCP) && !address.name().startsWith("//")) {
        throw new InvalidNameException(
            Subject.CHANNEL, address.toString(), "say it as tcp://host:port");
      }
      return EndpointAddress.of(address.toString());
    } catch (InvalidNameException invalid) {
      throw new InvalidNameException(address.toString(), invalid.problem());
    }
  }

  /// The name of a mailbox in shared memory.
  static String of(EndpointAddress endpoint) {
    return switch (endpoint) {
      case Internet internet ->
          TCP + "." + host(internet).replace(':', '_') + "." + internet.port();
      case Unix unix -> UNIX + readable(unix.name()) + "." + checkSum(unix.name());
    };
  }

  private static String host(Internet internet) {
    return internet.host().getHostAddress().replaceFirst("%.*", "");
  }

  private static String readable(String name) {
    String letters = name.replace('/', '.').replaceAll("[^A-Za-z0-9._-]", "-");
    String dotted = letters.startsWith(".") ? letters : "." + letters;
    int readable = Math.min(READABLE, FileNames.current().longest() - AROUND_READABLE);
    return dotted.length() <= readable
        ? dotted
        : ".-" + dotted.substring(dotted.length() - readable);
  }

  private static String checkSum(String name) {
    CRC32 sum = new CRC32();
    sum.update(name.getBytes(StandardCharsets.UTF_8));
    return String.format(Locale.ROOT, "%08x", sum.getValue());
  }

  /// The address at which a mailbox in shared memory is to be had over TCP; null if it is not one
  /// of those.
  static @Nullable Address tcp(String local) {
    int port = local.lastIndexOf('.');
    if (!local.startsWith(TCP + ".") || port <= TCP.length()) {
      return null;
    }
    String host = local.substring(TCP.length() + 1, port).replace('_', ':');
    String bracketed = host.contains(":") ? "[" + host + "]" : host;
    return new Address(TCP, "//" + bracketed + ":" + local.substring(port + 1));
  }

  /// The mailbox that an abstract socket lets into; null if it is none of ours.
  static @Nullable String mailboxAt(String socket) {
    return socket.startsWith("@") ? FileNames.current().mailboxBehind(socket.substring(1)) : null;
  }
}
