// SPDX-License-Identifier: Apache-2.0
package dure.linux;

import static dure.linux.Outcome.fails;
import static dure.linux.Outcome.good;
import static org.assertj.core.api.Assertions.assertThat;

import dure.testkit.Child;
import dure.testkit.Eventually;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/// Who we are, and handles on others that a reused number cannot fool.
class ProcessesTest {
  private static final int SIGKILL = 9;
  private static final int SIGNAL_OF_NONE = 999;
  private static final int NUMBER_OF_NONE = 1 << 23;

  @Test
  void we_are_who_the_jdk_and_proc_say() throws IOException {
    assertThat(Processes.pid()).isEqualTo(ProcessHandle.current().pid());
    assertThat(Processes.uid()).isEqualTo(Files.getAttribute(Path.of("/proc/self"), "unix:uid"));
    assertThat(Processes.gid()).isEqualTo(Files.getAttribute(Path.of("/proc/self"), "unix:gid"));
  }

  @Test
  void a_process_is_named_by_its_number_and_its_start() {
    long ours = Processes.startTime(Processes.pid());
    assertThat(ours).isPositive().isEqualTo(Processes.startTime(Processes.pid()));
    try (Child child = Child.java(Introduction.class)) {
      long started = Processes.startTime((int) child.pid());
      assertThat(child.await("start time:")).isEqualTo("" + started);
      assertThat(started).isGreaterThan(ours);
      child.awaitSuccess();
      assertThat(Processes.startTime((int) child.pid())).isZero();
    }
    assertThat(Processes.startTime(NUMBER_OF_NONE)).isZero();
  }

  @Test
  void what_a_process_calls_itself_does_not_hide_its_start() {
    try (Child child =
        Child.command(
            "sh", "-c", "read _; printf \"$0\" > /proc/$$/comm; read _", ") 1 2 \\355\\225")) {
      long started = Processes.startTime((int) child.pid());
      assertThat(started).isPositive();
      child.tell("rename");
      Path comm = Path.of("/proc/" + child.pid() + "/comm");
      Eventually.holds(() -> Files.readAllBytes(comm)[0] == ')');
      assertThat(Processes.startTime((int) child.pid())).isEqualTo(started);
      child.tell("end");
      child.awaitEnd();
    }
  }

  @Test
  void our_command_is_cut_between_characters() throws IOException {
    Path comm = Path.of("/proc/self/comm");
    byte[] before = Files.readAllBytes(comm);
    try {
      assertThat(Processes.command()).isEqualTo("java");
      Files.writeString(comm, "두레메일박스");
      assertThat(Processes.command()).isEqualTo("두레메일박");
      Files.writeString(comm, "a두레메일박스");
      assertThat(Processes.command()).isEqualTo("a두레메일");
    } finally {
      Files.write(comm, before);
    }
  }

  @Test
  void our_pid_namespace_is_the_one_that_proc_shows() throws IOException {
    Path link = Files.readSymbolicLink(Path.of("/proc/self/ns/pid"));
    assertThat("pid:[" + Processes.pidNamespace() + "]").isEqualTo(link.toString());
    List<String> apart =
        Processes.uid() == 0
            ? List.of("unshare", "--pid", "--fork", "--kill-child", "--mount-proc")
            : List.of("unshare", "-r", "--pid", "--fork", "--kill-child", "--mount-proc");
    try (Child child = Child.javaUnder(apart, List.of(), Introduction.class)) {
      assertThat(child.await("pid:")).isEqualTo("1");
      assertThat(child.await("pid namespace:")).isNotEqualTo("" + Processes.pidNamespace());
      child.awaitSuccess();
    }
  }

  @Test
  void a_handle_reaches_its_process_and_no_other() {
    try (Child child = Child.command("cat")) {
      int handle = good(Processes.open((int) child.pid()));
      good(Processes.signal(handle, 0));
      fails(Errno.EINVAL, Processes.signal(handle, SIGNAL_OF_NONE));
      good(Processes.signal(handle, SIGKILL));
      assertThat(child.awaitEnd()).isEqualTo(128 + SIGKILL);
      fails(Errno.ESRCH, Processes.signal(handle, 0));
      dure.linux.Files.close(handle);
    }
    fails(Errno.ESRCH, Processes.open(NUMBER_OF_NONE));
    fails(Errno.EINVAL, Processes.open(-1));
    fails(Errno.EBADF, Processes.signal(-1, 0));
  }
}
