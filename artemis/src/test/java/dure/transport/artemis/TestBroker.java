// SPDX-License-Identifier: Apache-2.0
package dure.transport.artemis;

import dure.broker.Broker;
import dure.testkit.Child;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// A broker for tests, a process of its own on the loopback.
final class TestBroker {
  /// Netty and the journal of Artemis use what the JDK will take away, so a broker needs it still.
  private static final List<String> OPTIONS =
      List.of("--sun-misc-unsafe-memory-access=allow", "-Xmx256m");

  private TestBroker() {}

  /// Starts one.
  ///
  /// @param port 0 for any that is free
  static Child start(String port, String... options) {
    List<String> all = new ArrayList<>(List.of("--port", port));
    all.addAll(Arrays.asList(options));
    return Child.java(OPTIONS, Broker.class, all.toArray(String[]::new));
  }

  /// The address that a broker prints when it is ready.
  static String address(Child broker) {
    return "artemis:" + broker.await("artemis:");
  }
}
