// SPDX-License-Identifier: Apache-2.0
package dure.house;

import static org.assertj.core.api.Assertions.assertThat;

import dure.Mailbox;
import java.io.IOException;
import java.net.URL;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

/// A page of a mapped file can be gone at any moment, and the JVM says so by an `InternalError`. No
/// call of a mailbox lets it out: each access to mapped memory lies inside a guard.
class PageGuardTest {
  private static final String SHM = "dure.transport.shm";

  @Test
  void no_call_reaches_mapped_memory_outside_a_guard() throws IOException {
    URL compiled = Mailbox.class.getProtectionDomain().getCodeSource().getLocation();
    CallGraph graph = new CallGraph(Path.of(compiled.getPath()), "java/lang/InternalError");
    Set<CallGraph.Method> entries = new HashSet<>(graph.tasksOf(SHM));
    for (String above : new String[] {"dure", "dure.gate", "dure.handover", "dure.inspect"}) {
      entries.addAll(graph.implementing(SHM, above));
    }
    assertThat(entries).hasSizeGreaterThan(60);
    assertThat(graph.ways(entries, "dure/raw/Words")).isEmpty();
  }
}
