// SPDX-License-Identifier: Apache-2.0
package dure.transport.posix;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dure.Mailbox;
import dure.NoSuchMailboxException;
import dure.posix.QueueLimits;
import dure.testkit.Child;
import dure.testkit.OtherUser;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Each limit of the system, really met: the error names it, says how much it is and what was asked
/// for, and how to raise it; and nothing was made.
class PosixLimitsTest extends Queues {
  // LECTURE: 10

  @TempDir private Path directory;
  private @Nullable OtherUser other;

  /// A user without the capability to exceed limits.
  private Child poor(String... arguments) {
    if (!OtherUser.isThere()) {
      return Child.java(QueueRole.class, arguments);
    }
    if (other == null) {
      other = new OtherUser(directory, QueueRole.class);
    }
    return other.java(QueueRole.class, arguments);
  }

  private static String told(Child child, String what) {
    try (child) {
      String told = child.await(what);
      child.awaitSuccess();
      return told;
    }
  }

  private void assertNothingMade(String address) {
    assertThatThrownBy(() -> Mailbox.status(address)).isInstanceOf(NoSuchMailboxException.class);
  }

  @Test
  void a_capacity_beyond_msg_max() {
    String address = address();
    long limit = QueueLimits.now().messages();
    assertThat(told(poor("create", address, "" + (limit + 1), "8"), "create:"))
        .startsWith("SystemLimitException mailbox '" + address + "'")
        .contains("a capacity of " + (limit + 1) + " messages")
        .contains("fs.mqueue.msg_max allows, " + limit)
        .contains("'sysctl -w fs.mqueue.msg_max=" + (limit + 1) + "'", "CAP_SYS_RESOURCE");
    assertNothingMade(address);
  }

  @Test
  void a_message_size_beyond_msgsize_max() {
    String address = address();
    long limit = QueueLimits.now().messageSize();
    assertThat(told(poor("create", address, "1", "" + (limit + 1)), "create:"))
        .startsWith("SystemLimitException")
        .contains("a message size of " + (limit + 1) + " bytes")
        .contains("fs.mqueue.msgsize_max allows, " + limit)
        .contains("'sysctl -w fs.mqueue.msgsize_max=" + (limit + 1) + "'");
    assertNothingMade(address);
  }

  @Test
  void what_the_kernel_allows_nobody() {
    String address = address();
    assertThat(told(poor("create", address, "65537", "8"), "create:"))
        .startsWith("SystemLimitException")
        .contains("65537", "more than the kernel allows any user, 65536");
    assertThat(told(poor("create", address, "1", "" + ((16 << 20) + 1)), "create:"))
        .startsWith("SystemLimitException")
        .contains("more than the kernel allows any user, 16777216");
    assertNothingMade(address);
  }

  @Test
  void all_queues_of_a_user_beyond_the_resource_limit() {
    String address = address();
    List<String> limited = List.of("bash", "-c", "ulimit -q 5000; exec \"$@\"", "bash");
    Child child =
        Child.javaUnder(limited, List.of(), QueueRole.class, "create", address, "5", "1000");
    assertThat(told(child, "create:"))
        .startsWith("SystemLimitException")
        .contains("a queue of 5 messages of up to 1000 bytes takes 5480 bytes")
        .contains("may take 5000 together (RLIMIT_MSGQUEUE)", "'ulimit -q'");
    assertNothingMade(address);
  }

  @Test
  void too_many_open_files_are_another_limit_with_the_same_error() {
    String address = address();
    String source = "ulimit -n 1024; exec \"$@\"";
    List<String> limited = List.of("bash", "-c", source, "bash");
    Child child = Child.javaUnder(limited, List.of(), FullOfFiles.class, address);
    assertThat(told(child, "create:"))
        .startsWith("SystemLimitException")
        .contains("EMFILE", "'ulimit -n'")
        .doesNotContain("RLIMIT_MSGQUEUE");
    assertNothingMade(address);
  }

  /// In an IPC namespace of its own, whose limit is its own affair, and which takes its queues with
  /// it.
  @Test
  void one_queue_more_than_queues_max() {
    String script =
        "echo 2 > /proc/sys/fs/mqueue/queues_max"
            + " && exec setpriv --bounding-set=-sys_resource \"$@\"";
    List<String> alone = new ArrayList<>(List.of("unshare", "-i"));
    if (!OtherUser.isThere()) {
      alone.add("-r");
    }
    alone.addAll(List.of("sh", "-c", script, "sh"));
    Child child = Child.javaUnder(alone, List.of(), QueueRole.class, "crowd", "posix:/crowd");
    assertThat(told(child, "crowd:"))
        .startsWith("SystemLimitException mailbox 'posix:/crowd2'")
        .contains("fs.mqueue.queues_max allows, 2")
        .contains("'sysctl -w fs.mqueue.queues_max=4'");
  }
}
