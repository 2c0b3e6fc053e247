// SPDX-License-Identifier: Apache-2.0
package dure.linux;

import static org.assertj.core.api.Assertions.assertThat;

import dure.DureException;
import dure.Mailbox;
import dure.memory.Region;
import dure.pipe.Pipe;
import dure.socket.Endpoint;
import dure.socket.EndpointAddress;
import dure.socket.Kind;
import dure.testkit.Child;
import dure.testkit.JavaCommand;
import dure.testkit.TestNamespace;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.Test;

/// A JVM that denies native access.
class NativeAccessTest {
  @Test
  void each_way_in_says_which_flag_is_missing() {
    String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    try (Child child =
        Child.command(
            java,
            "--illegal-native-access=deny",
            "-XX:TieredStopAtLevel=1",
            "-cp",
            JavaCommand.classPath(NativeAccessTest.class),
            Denied.class.getName(),
            TestNamespace.name("denied"))) {
      assertThat(child.awaitSuccess())
          .hasSize(4)
          .allSatisfy(line ->
              assertThat(line)
                  .startsWith("NotPermittedException: module 'dure'")
                  .endsWith("start java with --enable-native-access=ALL-UNNAMED"));
    }
  }

  /// Tries each way in, and prints what comes of it.
  static final class Denied {
    private Denied() {}

    public static void main(String... names) {
      List<Callable<?>> ways =
          List.of(
              () -> Mailbox.openOrCreate(names[0]),
              () -> Region.posix("/" + names[0]).attach(),
              Pipe::create,
              () -> Endpoint.socket(EndpointAddress.Family.UNIX, Kind.STREAM));
      for (Callable<?> way : ways) {
        try {
          System.out.println("let in: " + way.call());
        } catch (DureException denied) {
          System.out.println(denied.getClass().getSimpleName() + ": " + denied.getMessage());
        } catch (Throwable other) {
          System.out.println(other);
        }
      }
    }
  }
}
