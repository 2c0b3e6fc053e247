// SPDX-License-Identifier: Apache-2.0
package dure.transport.artemis;

import static org.assertj.core.api.Assertions.assertThat;

import dure.broker.Broker;
import dure.testkit.Child;
import dure.testkit.JavaCommand;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Who gets in at a broker that asks, and that encrypts.
class BrokerSecurityTest {
  private static final String PASSWORD = "DURE_BROKER_PASSWORD";
  private static final String TRUST = "DURE_BROKER_TRUST";

  @TempDir private Path directory;

  private static Child java(Map<String, String> variables, Class<?> role, String... arguments) {
    List<String> command = new ArrayList<>(JavaCommand.jvm(role));
    command.add("--sun-misc-unsafe-memory-access=allow");
    command.add(role.getName());
    command.addAll(Arrays.asList(arguments));
    return Child.command(variables, command.toArray(String[]::new));
  }

  private static String visit(String address, Map<String, String> variables) {
    try (Child visitor = java(variables, Visitor.class, address)) {
      return visitor.await("visitor: ");
    }
  }

  @Test
  void only_who_belongs_gets_in_and_what_passes_is_encrypted() throws Exception {
    PemFiles files = PemFiles.in(directory);
    Map<String, String> secret = Map.of(PASSWORD, "open sesame");
    try (Child broker =
        java(
            secret,
            Broker.class,
            "--port",
            "0",
            "--memory",
            "--user",
            "ali",
            "--certificate",
            files.identity().toString())) {
      String port = TestBroker.address(broker).replaceFirst(".*:", "");
      String box = "127.0.0.1:" + port + "/box";
      Map<String, String> trusting = new HashMap<>(secret);
      trusting.put(TRUST, files.certificate().toString());
      assertThat(visit("artemis://ali@" + box + "?tls", trusting)).isEqualTo("let in");
      assertThat(visit("artemis://" + box + "?tls", trusting)).startsWith("NotPermittedException");
      assertThat(visit("artemis://ali@" + box + "?tls", secret))
          .as("who does not trust its certificate")
          .startsWith("ConnectionLostException");
      trusting.put(PASSWORD, "open barley");
      assertThat(visit("artemis://ali@" + box + "?tls", trusting))
          .startsWith("NotPermittedException")
          .doesNotContain("barley");
    }
  }
}
