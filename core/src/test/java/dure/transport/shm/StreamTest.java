// SPDX-License-Identifier: Apache-2.0
package dure.transport.shm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dure.Mailbox;
import dure.Owner;
import dure.OwnerGoneException;
import dure.TypedMailbox;
import dure.codec.Codecs;
import dure.testkit.Child;
import dure.testkit.Eventually;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/// Messages as a stream that waits for them.
class StreamTest extends Boxes {
  private static final Duration MOMENT = Duration.ofMillis(30);

  @Test
  void a_stream_takes_no_more_than_it_is_asked_for() throws Exception {
    try (TypedMailbox<Integer> box = box().create().typed(Codecs.INTEGER)) {
      for (int i = 0; i < 10; i++) {
        box.send(i);
      }
      assertThat(box.stream().limit(3).toList()).containsExactly(0, 1, 2);
      assertThat(box.stream().filter(i -> i % 2 == 1).findFirst()).contains(3);
      assertThat(box.stream().takeWhile(i -> i < 6).toList()).containsExactly(4, 5);
      assertThat(box.stream(MOMENT).parallel().map(i -> i * 2).toList())
          .containsExactly(14, 16, 18);
      assertThat(box.stream(Duration.ZERO)).isEmpty();
    }
  }

  @Test
  void it_waits_and_ends_when_the_mailbox_is_deleted() throws Exception {
    TypedMailbox<String> box = box().create().typed(Codecs.TEXT);
    try (box) {
      CompletableFuture<List<String>> all =
          CompletableFuture.supplyAsync(() -> box.stream().toList(), Thread::startVirtualThread);
      for (String text : List.of("a", "b", "c")) {
        box.send(text);
      }
      Eventually.holds(() -> box.mailbox().occupancy().depth() == 0);
      Mailbox.delete(box.mailbox().address().toString());
      assertThat(Eventually.result(all)).containsExactly("a", "b", "c");
      assertThat(box.stream()).isEmpty();
    }
  }

  @Test
  void an_interrupted_stream_does_not_look_like_one_that_ended() throws Exception {
    try (TypedMailbox<String> box = box().create().typed(Codecs.TEXT)) {
      CompletableFuture<Boolean> interrupted = new CompletableFuture<>();
      Thread reader =
          Thread.ofVirtual()
              .start(() -> {
                try {
                  box.stream().forEach(text -> {});
                  interrupted.complete(false);
                } catch (CancellationException e) {
                  interrupted.complete(Thread.interrupted());
                }
              });
      reader.interrupt();
      assertThat(Eventually.result(interrupted)).isTrue();
    }
  }

  /// Owns a mailbox and sends what it is told.
  static final class OwnerRole {
    public static void main(String[] arguments) throws Exception {
      try (TypedMailbox<String> box =
          Mailbox.named(arguments[0]).owner(Owner.PROCESS).create().typed(Codecs.TEXT)) {
        box.send("a");
        System.out.println("sent");
        System.in.read();
      }
    }
  }

  @Test
  void the_death_of_the_owner_is_no_ordinary_end() {
    String name = name();
    try (Child owner = Child.java(OwnerRole.class, name)) {
      owner.await("sent");
      try (TypedMailbox<String> box = Mailbox.open(name).typed(Codecs.TEXT)) {
        assertThatExceptionOfType(OwnerGoneException.class)
            .isThrownBy(() -> box.stream().forEach(text -> owner.kill()));
      }
    }
  }
}
