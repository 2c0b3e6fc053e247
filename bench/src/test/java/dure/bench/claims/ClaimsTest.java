// SPDX-License-Identifier: Apache-2.0
package dure.bench.claims;

import static org.assertj.core.api.Assertions.assertThat;

import dure.bench.claims.ClaimRole.Role;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Each run of the claims once, for a moment: that messages pass and are counted. Never a time.
class ClaimsTest {
  static {
    // The JDK keeps a descriptor of its own from the first socket on; no test is to be blamed.
    try (ServerSocket first = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      assertThat(first.isBound()).isTrue();
    } catch (IOException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  private static final Sitting A_MOMENT = new Sitting(1, 20, 50);

  @ParameterizedTest
  @EnumSource(names = {"PAIR", "FIFO", "POSIX", "SYSV", "TCP"})
  void messages_go_there_and_back(Mechanism mechanism) throws IOException, InterruptedException {
    List<Figures> figures = A_MOMENT.roundTrips(mechanism);
    assertThat(figures.getFirst().count()).isPositive();
    assertThat(figures.getLast().all()).isEqualTo(figures.getFirst().all());
  }

  @ParameterizedTest
  @EnumSource(names = {"IN_PLACE", "PIPE", "UNIX"})
  void messages_go_one_way(Mechanism mechanism) throws IOException, InterruptedException {
    List<Figures> figures = A_MOMENT.stream(mechanism, 1, 4000, Role.SEND, Role.RECEIVE);
    assertThat(figures.getFirst().all()).isPositive().isEqualTo(figures.getLast().all());
  }

  @Test
  void of_several_all_are_received_and_what_is_refused_is_known()
      throws IOException, InterruptedException {
    List<Figures> figures = A_MOMENT.stream(Mechanism.ANY, 2, 64, Role.TRY, Role.LABOUR);
    long received = figures.subList(0, 2).stream().mapToLong(Figures::all).sum();
    long accepted = figures.subList(2, 4).stream().mapToLong(f -> f.all() - f.refused()).sum();
    assertThat(received).isEqualTo(accepted).isPositive();
  }

  @Test
  void a_part_reads_back_what_it_is_told() {
    ClaimRole part = new ClaimRole(Role.PING, Mechanism.TCP, "", "tcp://127.0.0.1:1", 64, 1, 2);
    assertThat(ClaimRole.of(part.arguments().toArray(String[]::new))).isEqualTo(part);
    Figures figures = new Figures(1, 2, 3, 4, 5, 6);
    assertThat(Figures.of(figures.line())).isEqualTo(figures);
  }
}
