// SPDX-License-Identifier: Apache-2.0
package dure.transport.posix;

import static org.assertj.core.api.Assertions.assertThat;

import dure.testkit.Child;
import dure.testkit.OtherUser;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Which queues are listed, with the kernel's file system of them and without. Both in namespaces
/// of the child's own, since nobody knows how this machine is set up.
class PosixListTest {
  private static final String ADDRESS = "posix:/list";

  @TempDir private Path directory;

  private String listed(String preparation) {
    List<String> alone = new ArrayList<>(List.of("unshare", "-m", "-i"));
    if (!OtherUser.isThere()) {
      alone.add("-r");
    }
    alone.addAll(List.of("sh", "-c", preparation + "; exec \"$@\"", directory.toString()));
    try (Child child = Child.javaUnder(alone, List.of(), QueueRole.class, "list", ADDRESS)) {
      String told = child.await("list:");
      child.awaitSuccess();
      return told;
    }
  }

  @Test
  void all_are_listed_where_their_file_system_is_mounted() {
    assertThat(listed("umount -a -t mqueue; mount -t mqueue none \"$0\""))
        .isEqualTo("[posix:/list, posix:/list-open] complete");
  }

  @Test
  void without_it_those_that_are_open_and_why_the_others_are_not() {
    assertThat(listed("umount -a -t mqueue"))
        .startsWith("[posix:/list-open] ")
        .contains("the kernel lists POSIX message queues only where")
        .contains("mount -t mqueue none /dev/mqueue");
  }
}
