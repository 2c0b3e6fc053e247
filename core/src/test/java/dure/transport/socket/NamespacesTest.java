// SPDX-License-Identifier: Apache-2.0
package dure.transport.socket;

import static org.assertj.core.api.Assertions.assertThat;

import dure.testkit.Child;
import dure.testkit.OtherUser;
import dure.testkit.TestNamespace;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// The same program here and there: only the address says where the mailbox is.
///
/// "There" is a network namespace of its own, joined to another by a pair of virtual Ethernet
/// interfaces, where this process may make such; else another address of this machine.
class NamespacesTest {
  // LECTURE: 12

  private final String here = TestNamespace.name("here");
  private final String there = TestNamespace.name("there");
  private final String left = "dl" + ProcessHandle.current().pid();
  private final String right = "dr" + ProcessHandle.current().pid();
  private boolean apart;

  private static boolean does(String... command) {
    try (Child child = Child.command(command)) {
      return child.awaitEnd() == 0;
    } catch (java.io.UncheckedIOException noSuchCommand) {
      return false;
    }
  }

  @BeforeEach
  void makeTwoNamespaces() {
    apart =
        OtherUser.isThere()
            && does("ip", "netns", "add", here)
            && does("ip", "netns", "add", there)
            && does("ip", "-n", here, "link", "add", left, "type", "veth", "peer", "name", right)
            && does("ip", "-n", here, "link", "set", right, "netns", there)
            && does("ip", "-n", here, "addr", "add", "10.77.0.1/24", "dev", left)
            && does("ip", "-n", there, "addr", "add", "10.77.0.2/24", "dev", right)
            && does("ip", "-n", here, "link", "set", left, "up")
            && does("ip", "-n", there, "link", "set", right, "up")
            && does("ip", "-n", here, "link", "set", "lo", "up")
            && does("ip", "-n", there, "link", "set", "lo", "up");
  }

  @AfterEach
  void removeThem() {
    if (OtherUser.isThere()) {
      does("ip", "netns", "del", here);
      does("ip", "netns", "del", there);
    }
  }

  private Child in(String namespace, String... words) {
    List<String> starter = apart ? List.of("ip", "netns", "exec", namespace) : List.of();
    return Child.javaUnder(starter, List.of(), GuestRole.class, words);
  }

  @Test
  void one_program_at_two_addresses() {
    String far = apart ? "tcp://10.77.0.2:0" : "tcp://127.0.0.2:0";
    for (String address : List.of("tcp://127.0.0.1:0", far)) {
      String hostsPlace = address.equals(far) ? there : here;
      try (Child host = in(hostsPlace, "host", address)) {
        String at = host.await("listens");
        try (Child guest = in(here, "echo", at)) {
          assertThat(guest.awaitSuccess()).containsExactly("all 100 came back");
        }
        host.endInput();
        host.awaitSuccess();
      }
    }
  }

  @Test
  void a_host_whose_link_goes_down_is_given_up_and_one_that_is_killed_is_named() {
    String address = apart ? "tcp://10.77.0.2:0" : "tcp://127.0.0.2:0";
    try (Child host = in(there, "host", address)) {
      String at = host.await("listens");
      try (Child guest = in(here, "wait", at)) {
        guest.await("waits");
        if (apart) {
          assertThat(does("ip", "-n", there, "link", "set", right, "down")).isTrue();
          assertThat(guest.line()).contains("ConnectionLostException", at, "gives no sign of life");
        } else {
          host.kill();
          assertThat(guest.line()).contains("OwnerGoneException", at);
        }
        guest.awaitSuccess();
      }
    }
  }

  @Test
  void a_guest_whose_link_goes_down_gives_back_what_it_had() {
    String address = apart ? "tcp://10.77.0.2:0" : "tcp://127.0.0.2:0";
    try (Child host = in(there, "lend", address)) {
      String at = host.await("listens");
      try (Child guest = in(here, "deliver", at)) {
        host.await("lent");
        if (apart) {
          assertThat(does("ip", "-n", here, "link", "set", left, "down")).isTrue();
        } else {
          guest.kill();
        }
        assertThat(host.await("back")).isEqualTo("1");
        host.awaitSuccess();
      }
    }
  }
}
