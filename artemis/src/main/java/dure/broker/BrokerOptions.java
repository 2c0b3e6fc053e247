// SPDX-License-Identifier: Apache-2.0
package dure.broker;

import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// How a broker is to run.
///
/// @param host the address it listens at
/// @param port the port; 0 for any that is free
/// @param data where the journal lies; null for messages in memory only
/// @param user the one user that the broker lets in, with the password; null for all users
/// @param password of that user
/// @param certificate a PEM file with the broker's private key and certificate; null for plain TCP
record BrokerOptions(
    String host,
    int port,
    @Nullable Path data,
    @Nullable String user,
    @Nullable String password,
    @Nullable Path certificate) {
  /// The port where brokers of this kind are usually found.
  static final int USUAL_PORT = 61616;

  /// The variable that has the password.
  static final String PASSWORD = "DURE_BROKER_PASSWORD";

  static final String USAGE =
      "usage: dure broker [--host ADDRESS] [--port PORT] [--data DIR | --memory] [--user NAME]"
          + " [--certificate FILE]";

  /// Reads a command line.
  ///
  /// @throws IllegalArgumentException if it makes no sense
  static BrokerOptions parse(List<String> arguments) {
    Deque<String> rest = new ArrayDeque<>(arguments);
    BrokerOptions options =
        new BrokerOptions("127.0.0.1", USUAL_PORT, Path.of("dure-broker"), null, null, null);
    while (!rest.isEmpty()) {
      options = options.with(rest.pop(), rest);
    }
    if (options.user != null && options.password == null) {
      throw new IllegalArgumentException("--user needs a password in the variable " + PASSWORD);
    }
    return options;
  }

  private BrokerOptions with(String option, Deque<String> rest) {
    if (option.equals("--memory")) {
      return new BrokerOptions(host, port, null, user, password, certificate);
    }
    String value = rest.poll();
    if (value == null) {
      throw new IllegalArgumentException(option + " needs a value");
    }
    return switch (option) {
      case "--host" -> new BrokerOptions(value, port, data, user, password, certificate);
      case "--port" -> new BrokerOptions(host, number(value), data, user, password, certificate);
      case "--data" -> new BrokerOptions(host, port, Path.of(value), user, password, certificate);
      case "--user" ->
          new BrokerOptions(host, port, data, value, System.getenv(PASSWORD), certificate);
      case "--certificate" ->
          new BrokerOptions(host, port, data, user, password, Path.of(value).toAbsolutePath());
      default -> throw new IllegalArgumentException("there is no option " + option);
    };
  }

  private static int number(String text) {
    if (!text.matches("[0-9]{1,5}") || Integer.parseInt(text) > 0xFFFF) {
      throw new IllegalArgumentException("a port is a number up to 65535, not '" + text + "'");
    }
    return Integer.parseInt(text);
  }
}
