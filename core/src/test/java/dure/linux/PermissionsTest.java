// SPDX-License-Identifier: Apache-2.0
package dure.linux;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

/// Who may do what, by a mode.
class PermissionsTest {
  private static final int OWNER = 1000;
  private static final int GROUP = 2000;
  private static final int OTHER = 3000;

  private static String granted(int mode, int uid, int gid, Integer... groups) {
    Permissions permissions = new Permissions(OWNER, GROUP, mode);
    Sockets.Peer peer = new Sockets.Peer(1, uid, gid, List.of(groups));
    boolean write = permissions.allow(peer, true);
    assertThat(write && !permissions.allow(peer, false)).isFalse();
    return write ? "all" : permissions.allow(peer, false) ? "read" : "none";
  }

  @Test
  void the_first_that_one_is_decides() {
    assertThat(granted(0640, OWNER, OTHER)).isEqualTo("all");
    assertThat(granted(0640, OTHER, GROUP)).isEqualTo("read");
    assertThat(granted(0640, OTHER, OTHER, 5, GROUP)).isEqualTo("read");
    assertThat(granted(0640, OTHER, OTHER, 5)).isEqualTo("none");
    assertThat(granted(0466, OWNER, GROUP)).as("a stranger in his own house").isEqualTo("read");
    assertThat(granted(0606, OTHER, GROUP)).isEqualTo("none");
    assertThat(granted(0604, OTHER, OTHER)).isEqualTo("read");
    assertThat(granted(0222, OTHER, OTHER)).as("who may only write").isEqualTo("none");
  }

  @Test
  void root_may_everything_and_is_asked_for_no_group() {
    assertThat(granted(0, 0, OTHER)).isEqualTo("all");
    Permissions none = new Permissions(OWNER, GROUP, 0);
    assertThat(
            none.allow(
                0,
                gid -> {
                  throw new AssertionError("asked for " + gid);
                },
                true))
        .isTrue();
  }
}
