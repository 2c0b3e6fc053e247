// SPDX-License-Identifier: Apache-2.0
package dure.linux;

import static dure.linux.Outcome.good;
import static org.assertj.core.api.Assertions.assertThat;

import dure.testkit.TestNamespace;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

/// What the kernel's table of Unix sockets says.
class UnixSocketTest {
  private final String name = TestNamespace.name("dure-test");

  private List<UnixSocket> ofThisTest() {
    return UnixSocket.all()
        .filter(socket -> socket.name().startsWith(UnixSocket.ABSTRACT + name))
        .toList();
  }

  /// A socket of an abstract name that ends in these bytes.
  private int bound(byte... ending) {
    byte[] begin = ("\0" + name).getBytes(StandardCharsets.UTF_8);
    byte[] abstractName = java.util.Arrays.copyOf(begin, begin.length + ending.length);
    System.arraycopy(ending, 0, abstractName, begin.length, ending.length);
    int fd = good(SocketCalls.socket(SocketAddresses.AF_UNIX, SocketCalls.SOCK_STREAM));
    good(SocketCalls.bind(fd, SocketAddresses.unix(abstractName)));
    return fd;
  }

  @Test
  void a_name_shows_with_what_its_socket_does() {
    int fd = bound();
    UnixSocket silent = new UnixSocket("@" + name, false, true);
    assertThat(ofThisTest()).containsExactly(silent);
    assertThat(UnixSocket.listening()).doesNotContain("@" + name);
    good(SocketCalls.listen(fd, 1));
    assertThat(ofThisTest()).containsExactly(new UnixSocket("@" + name, true, true));
    int visitor = good(SocketCalls.socket(SocketAddresses.AF_UNIX, SocketCalls.SOCK_STREAM));
    byte[] itself = SocketAddresses.unix(("\0" + name).getBytes(StandardCharsets.UTF_8));
    good(SocketCalls.connect(visitor, itself));
    int host = good(SocketCalls.accept(fd));
    assertThat(UnixSocket.listening()).containsOnlyOnce("@" + name);
    Files.close(fd);
    assertThat(ofThisTest()).as("a connection outlasts the socket it was made at").isNotEmpty();
    assertThat(ofThisTest()).noneMatch(socket -> socket.listens() || socket.isUnconnected());
    Files.close(host);
    Files.close(visitor);
    assertThat(ofThisTest()).isEmpty();
  }

  @Test
  void names_of_any_bytes_disturb_no_others() {
    int spaces = bound((byte) ' ', (byte) ' ', (byte) 'x');
    int junk = bound((byte) 0xff, (byte) 0xfe);
    int plain = bound();
    assertThat(ofThisTest())
        .extracting(UnixSocket::name)
        .containsExactlyInAnyOrder("@" + name + "  x", "@" + name + "\uFFFD\uFFFD", "@" + name);
    for (int fd : new int[] {spaces, junk, plain}) {
      Files.close(fd);
    }
  }
}
