// SPDX-License-Identifier: Apache-2.0
package dure.transport.artemis;

import dure.Address;
import dure.InvalidNameException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Where a mailbox is: at which broker, as which user, under which name.
///
/// @param address as it was written
/// @param broker how the broker is reached
/// @param name of the mailbox there
record BrokerAddress(Address address, Broker broker, String name) {
  private static final int USUAL_PORT = 61616;
  private static final int LAST_PORT = 0xFFFF;

  private static final Pattern SHAPE =
      Pattern.compile(
          "//(?:(?<user>[^@/:]+)@)?(?<host>\\[[0-9a-fA-F:]+]|[^:/@?]+)(?::(?<port>[0-9]{1,5}))?"
              + "/(?<name>[A-Za-z0-9][A-Za-z0-9._-]{0,199})(?<tls>\\?tls)?");

  /// A broker, and the user of a connection to it.
  ///
  /// @param host its name or number
  /// @param port where it listens
  /// @param user the user's name; null for an anonymous connection
  /// @param tls whether what passes is encrypted
  record Broker(String host, int port, @Nullable String user, boolean tls) {}

  /// Reads an address.
  ///
  /// @throws InvalidNameException if it can mean no mailbox
  static BrokerAddress of(Address address) {
    Matcher shape = SHAPE.matcher(address.name());
    if (!shape.matches()) {
      throw invalid(
          address,
          "an address at a broker is 'artemis://host/NAME', or with more"
              + " 'artemis://user@host:port/NAME?tls', and NAME has letters, digits, '.', '_' and"
              + " '-'");
    }
    String digits = shape.group("port");
    int port = digits == null ? USUAL_PORT : Integer.parseInt(digits);
    if (port < 1 || port > LAST_PORT) {
      throw invalid(address, "a port is from 1 to " + LAST_PORT + ", not " + port);
    }
    String host = shape.group("host").replaceAll("[\\[\\]]", "");
    boolean tls = shape.group("tls") != null;
    return new BrokerAddress(
        address, new Broker(host, port, shape.group("user"), tls), shape.group("name"));
  }

  private static InvalidNameException invalid(Address address, String problem) {
    return new InvalidNameException(address.toString(), problem);
  }
}
