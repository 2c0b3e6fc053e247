// SPDX-License-Identifier: Apache-2.0
package dure.transport.socket;

import static org.assertj.core.api.Assertions.assertThat;

import dure.Capacity;
import dure.ConnectionLostException;
import dure.Mailbox;
import dure.Transport.Opening;
import dure.Waiting;
import dure.socket.Endpoint;
import dure.socket.EndpointAddress;
import dure.socket.Kind;
import dure.socket.SocketFrames;
import dure.testkit.Child;
import dure.testkit.TestNamespace;
import java.nio.file.Path;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A guest that does with lent room what it may not is told so and cut off, and no other guest is
/// hurt.
class HostileLoanTest {
  private static final int CAPACITY = 16;

  @TempDir private Path directory;
  private Mailbox box;
  private Endpoint raw;
  private SocketFrames frames;

  @BeforeEach
  void enter() throws InterruptedException {
    Path path = directory.resolve(TestNamespace.name("s"));
    box =
        Mailbox.named("unix:" + path)
            .capacity(Capacity.bounded(CAPACITY))
            .messageSize(1000)
            .create();
    EndpointAddress at = EndpointAddress.of("unix:" + path);
    raw = Endpoint.socket(at.family(), Kind.STREAM).connect(at);
    frames = new SocketFrames(raw, 10_000, Child.PATIENCE);
    Opening opening = new Opening(Waiting.BLOCK, "raw", 0, false, false);
    frames.send(new Hello(Hello.Purpose.OPEN, opening).write());
    assertThat(frame().i32()).isEqualTo(Hello.MAGIC);
  }

  @AfterEach
  void leave() {
    raw.close();
    box.close();
  }

  private void ask(int id, Op op, WireWriter body) throws InterruptedException {
    frames.send(new WireWriter().i32(id).place(op).rest(body.array()).array());
  }

  private void stream(int loan, int number) throws InterruptedException {
    ask(loan, Op.STREAM, new WireWriter().flag(false).i32(number));
  }

  private WireReader frame() throws InterruptedException {
    return new WireReader(Objects.requireNonNull(frames.receive(Child.PATIENCE)));
  }

  /// Sends until the host lends room. All messages have been received then.
  private void borrow() throws InterruptedException {
    for (int id = 1; id <= Lending.SOME_SENDS; id++) {
      ask(id, Op.SEND, new WireWriter().i64(Op.FOREVER_AND_LEND).i32(id));
      if (id == Lending.SOME_SENDS) {
        awaitLoan(Answer.Kind.DONE);
      }
      assertThat(frame().i32()).isEqualTo(id);
      assertThat(box.receive().getInt(0)).isEqualTo(id);
    }
  }

  private void awaitLoan(Answer.Kind kind) throws InterruptedException {
    WireReader said = frame();
    assertThat(said.i32()).isZero();
    assertThat(said.oneOf(Answer.KINDS)).isEqualTo(kind);
    assertThat(said.i32()).isEqualTo(1);
  }

  private void assertToldAndCut(String problem) throws InterruptedException {
    while (true) {
      WireReader said = frame();
      if (said.i32() == 0 && said.oneOf(Answer.KINDS) == Answer.Kind.FAILED) {
        RuntimeException told = RemoteError.read(said).at("x");
        assertThat(told).isInstanceOf(IllegalArgumentException.class).hasMessageContaining(problem);
        break;
      }
    }
    assertEnds();
    assertServes();
  }

  /// The host has ended the connection; what it had not read then makes that a reset.
  private void assertEnds() throws InterruptedException {
    try {
      assertThat(frames.receive(Child.PATIENCE)).isNull();
      assertThat(frames.isAtEnd()).isTrue();
    } catch (ConnectionLostException reset) {
      assertThat(reset.problem()).contains("ECONNRESET");
    }
  }

  private void assertServes() {
    try (Mailbox guest = Mailbox.open(box.address().toString())) {
      while (box.tryReceive() != null) {
        // what the liar may have sent
      }
      int sent = 0;
      while (guest.trySend("m")) {
        sent++;
      }
      assertThat(sent).isEqualTo(CAPACITY);
    }
  }

  @Test
  void room_that_was_never_lent_is_no_room() throws Exception {
    stream(1, 0);
    assertToldAndCut("not lent");
  }

  @Test
  void there_is_no_more_room_than_was_lent() throws Exception {
    borrow();
    try {
      for (int i = 0; i < 2 * CAPACITY; i++) {
        stream(1, i);
      }
    } catch (ConnectionLostException cutOffMeanwhile) {
      // the host had read enough
    }
    assertToldAndCut("not lent");
  }

  @Test
  void room_of_another_loan_is_no_room() throws Exception {
    borrow();
    stream(2, 0);
    assertToldAndCut("not lent");
  }

  @Test
  void what_was_given_back_is_no_room() throws Exception {
    borrow();
    stream(1, 7);
    ask(1, Op.RETURN, new WireWriter());
    assertThat(box.receive().getInt(0)).isEqualTo(7);
    stream(1, 8);
    assertToldAndCut("not lent");
  }

  /// What it has written is accepted, and in its place.
  @Test
  void a_guest_that_gives_nothing_back_is_cut_off_and_the_others_go_on() throws Exception {
    borrow();
    stream(1, 9);
    assertThat(box.send("host", Child.PATIENCE)).isTrue();
    awaitLoan(Answer.Kind.GOES_ON);
    assertEnds();
    assertThat(box.receive().getInt(0)).isEqualTo(9);
    assertThat(box.receive().text()).isEqualTo("host");
    assertServes();
  }

  @Test
  void of_a_guest_that_ends_in_the_middle_of_a_message_all_before_it_is_there() throws Exception {
    borrow();
    for (int i = 0; i < 5; i++) {
      stream(1, i);
    }
    raw.write(new WireWriter().i32(100).i32(1).array());
    raw.close();
    for (int i = 0; i < 5; i++) {
      assertThat(box.receive(Child.PATIENCE).getInt(0)).isEqualTo(i);
    }
    assertServes();
  }
}
