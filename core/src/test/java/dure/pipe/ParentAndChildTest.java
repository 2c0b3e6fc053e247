// SPDX-License-Identifier: Apache-2.0
package dure.pipe;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dure.ReceiverGoneException;
import dure.testkit.Child;
import dure.testkit.JavaCommand;
import java.io.File;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// A parent gives a child an end of a pipe as its standard input or output, by [ProcessBuilder].
class ParentAndChildTest {
  // LECTURE: 11

  private final Pipe down = Pipe.create();
  private final Pipe up = Pipe.create();
  private final List<Process> children = new ArrayList<>();

  @BeforeEach
  void nothing_is_in_them() {
    assertThat(down.readEnd().waiting() + up.readEnd().waiting()).isZero();
  }

  @AfterEach
  void end() throws InterruptedException {
    down.close();
    up.close();
    for (Process child : children) {
      child.destroyForcibly().waitFor();
    }
  }

  private Process child(File output, String role) throws IOException {
    List<String> command = new ArrayList<>(JavaCommand.jvm(Pipe.class));
    command.addAll(List.of(PipePlayer.class.getName(), role));
    Process child =
        Child.builder(command.toArray(String[]::new))
            .redirectInput(down.readEnd().asFile())
            .redirectOutput(output)
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    children.add(child);
    down.readEnd().close();
    return child;
  }

  @Test
  void messages_down_and_up() throws Exception {
    Process child = child(up.writeEnd().asFile(), "echo");
    up.writeEnd().close();
    PipeFrames out = new PipeFrames(down.writeEnd());
    PipeFrames in = new PipeFrames(up.readEnd());
    for (String word : List.of("one", "two", "", "three".repeat(300))) {
      out.write(word.getBytes(UTF_8));
      assertThat(new String(in.read(), UTF_8)).isEqualTo(word + word);
    }
    down.writeEnd().close();
    assertThat(in.read()).as("the end of the child's output").isNull();
    assertThat(child.waitFor(Child.PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
    assertThat(child.exitValue()).isZero();
  }

  @Test
  void a_stream_down() throws Exception {
    Process child = child(up.writeEnd().asFile(), "count");
    up.writeEnd().close();
    down.writeEnd().write(new byte[1_000_000]);
    down.writeEnd().close();
    assertThat(up.readEnd().inputStream().readAllBytes()).asString(UTF_8).contains("1000000 bytes");
    assertThat(child.waitFor()).isZero();
  }

  @Test
  void a_killed_child_reads_no_more() throws Exception {
    Process child = child(up.writeEnd().asFile(), "echo");
    up.writeEnd().close();
    PipeFrames out = new PipeFrames(down.writeEnd());
    out.write("word".getBytes(UTF_8));
    assertThat(new PipeFrames(up.readEnd()).read()).isNotNull();
    child.destroyForcibly().waitFor();
    assertThatThrownBy(() -> out.write("word".getBytes(UTF_8)))
        .isInstanceOf(ReceiverGoneException.class);
    assertThat(up.readEnd().read(new byte[1])).as("and writes no more").isEqualTo(-1);
  }
}
