// SPDX-License-Identifier: Apache-2.0
package dure.lab;

import dure.Mailbox;
import dure.lab.http.LabServer;
import dure.lab.role.RoleTraining;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;

/// What the lab and its processes typically do, in one process: run by the launcher while the JVM
/// writes down which classes that needs.
final class AotTraining {
  private AotTraining() {}

  public static void main(String[] arguments) throws Exception {
    Path namespace = Files.createTempDirectory(Path.of("/dev/shm"), "dure-rehearsal");
    System.setProperty("dure.namespace", namespace.toString());
    try (LabServer server = LabServer.start(0)) {
      fetch(server, "/");
      fetch(server, "/js/main.js");
      Mailbox.create("rehearsal").close();
      RoleTraining.play("rehearsal");
      Mailbox.delete("rehearsal");
    } finally {
      Files.delete(namespace);
    }
  }

  private static void fetch(LabServer server, String path) throws IOException {
    try (InputStream page =
        URI.create("http://127.0.0.1:" + server.port() + path).toURL().openStream()) {
      byte[] _ = page.readAllBytes();
    }
  }
}
