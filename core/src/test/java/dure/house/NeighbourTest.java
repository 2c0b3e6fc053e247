// SPDX-License-Identifier: Apache-2.0
package dure.house;

import static org.assertj.core.api.Assertions.assertThat;

import dure.testkit.Child;
import dure.testkit.JavaCommand;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/// Tests beside a foreign program: none turns red for its objects, and none removes them.
class NeighbourTest {
  /// Of every kind of object that a test makes, by a class that is soon done.
  private static final String[] REAL = {
    "dure.file.UnlinkTest",
    "dure.linux.UnixSocketTest",
    "dure.linux.SharedMemorySegmentsTest",
    "dure.linux.MessageQueuesTest",
    "dure.sync.PosixSemaphoreTest"
  };

  @Test
  void no_test_judges_or_removes_what_a_neighbour_makes() {
    String java = JavaCommand.jvm().getFirst();
    String[] program = {
      java,
      "--enable-native-access=ALL-UNNAMED",
      "-cp",
      JavaCommand.classPath(Neighbour.class),
      Neighbour.class.getName()
    };
    Child neighbour = Child.foreign(program);
    try (Child session = Child.java(NeighbouredSession.class, REAL)) {
      List<String> red = new ArrayList<>();
      String line = session.line();
      for (; !line.startsWith("green: "); line = session.line()) {
        if (line.equals("make")) {
          neighbour.tell("make");
          assertThat(neighbour.line()).isEqualTo("did make");
          session.tell("");
        } else if (line.startsWith("red: ")) {
          red.add(line);
        }
      }
      assertThat(red).isEmpty();
      assertThat(Integer.parseInt(line.substring("green: ".length()))).isGreaterThan(REAL.length);
      session.awaitSuccess();
      neighbour.tell("look");
      assertThat(neighbour.line()).isEqualTo("did look");
      neighbour.endInput();
      assertThat(neighbour.awaitSuccess()).containsExactly("ended");
    } finally {
      neighbour.endInput(); // then it removes what it has made
      neighbour.awaitEnd();
    }
  }
}
