// SPDX-License-Identifier: Apache-2.0
package dure.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dure.Mailbox;
import dure.MailboxDeletedException;
import dure.Owner;
import dure.TypedMailbox;
import dure.codec.Codecs;
import dure.codec.DeadLetter;
import dure.testkit.TestNamespace;
import java.time.Duration;
import java.util.Queue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import org.junit.jupiter.api.Test;

/// Loops that hand a mailbox's messages to a handler.
class ListenerTest {
  private final String name = TestNamespace.name("listened");

  private Mailbox mailbox(String address) {
    return Mailbox.named(address).owner(Owner.PROCESS).create();
  }

  @Test
  void handlers_run_at_once_on_an_executor_and_finish_when_it_closes() throws Exception {
    BlockingQueue<String> begun = new LinkedBlockingQueue<>();
    Queue<String> handled = new ConcurrentLinkedQueue<>();
    CountDownLatch mayReturn = new CountDownLatch(1);
    try (ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor();
        Mailbox box = mailbox(name)) {
      Listener listener =
          Listener.of(
                  box,
                  message -> {
                    begun.add(message.text());
                    mayReturn.await();
                    handled.add(message.text());
                  })
              .on(executor, 2)
              .start();
      box.send("one");
      box.send("two");
      begun.take();
      begun.take();
      box.send("three");
      assertThat(listener.stop(Duration.ofMillis(1))).isFalse();
      mayReturn.countDown();
      listener.close();
      assertThat(handled).containsExactlyInAnyOrder("one", "two");
      assertThat(listener.done()).isCompleted();
      assertThat(box.receive().text()).as("not begun").isEqualTo("three");
    }
  }

  @Test
  void what_a_handler_fails_at_comes_again_and_ends_among_the_dead_letters() throws Exception {
    BlockingQueue<Throwable> told = new LinkedBlockingQueue<>();
    BlockingQueue<Long> handled = new LinkedBlockingQueue<>();
    String dead = TestNamespace.name("dead");
    try (Mailbox grave = mailbox(dead);
        Mailbox box = Mailbox.named(name).owner(Owner.PROCESS).deadLetters(2, dead).create();
        TypedMailbox<Long> numbers = box.typed(Codecs.LONG);
        Listener _ =
            Listener.of(
                    numbers,
                    number -> {
                      if (number < 0) {
                        throw new IllegalArgumentException("negative");
                      }
                      handled.add(number);
                    })
                .on(
                    loop ->
                        Thread.ofPlatform()
                            .daemon()
                            .uncaughtExceptionHandler((_, thrown) -> told.add(thrown))
                            .start(loop),
                    1)
                .start()) {
      numbers.send(-1L);
      numbers.send(1L);
      box.send("no number");
      numbers.send(2L);
      assertThat(handled.take()).isEqualTo(1);
      assertThat(handled.take()).isEqualTo(2);
      assertThat(told.take()).hasMessage("negative");
      assertThat(told.take()).isNotNull();
      assertThat(DeadLetter.of(grave.receive()).orElseThrow().body().getLong(0)).isEqualTo(-1);
      assertThat(DeadLetter.of(grave.receive()).orElseThrow().body().text()).isEqualTo("no number");
    }
  }

  @Test
  void the_end_of_the_mailbox_ends_it() throws Exception {
    try (Mailbox box = Mailbox.create(name)) {
      Listener listener = Listener.of(box, _ -> {}).start();
      Mailbox.delete(name);
      assertThatThrownBy(() -> listener.done().get())
          .hasCauseInstanceOf(MailboxDeletedException.class);
      listener.close();
    }
  }

  @Test
  void an_executor_that_refuses_a_loop_leaves_none_behind() throws Exception {
    try (Mailbox box = mailbox(name)) {
      ExecutorService closed = Executors.newSingleThreadExecutor();
      closed.close();
      assertThatThrownBy(() -> Listener.of(box, _ -> {}).on(closed, 1).start())
          .isInstanceOf(RejectedExecutionException.class);
      assertThatThrownBy(() -> Listener.of(box, _ -> {}).on(closed, 0))
          .isInstanceOf(IllegalArgumentException.class);
    }
  }

  @Test
  void a_mailbox_that_the_kernel_carries_is_listened_at_by_copies() throws Exception {
    String pipe = "pipe:" + name;
    BlockingQueue<String> handled = new LinkedBlockingQueue<>();
    try (Mailbox box = mailbox(pipe);
        Listener _ = Listener.of(box, message -> handled.add(message.text())).start();
        Mailbox sender = Mailbox.open(pipe)) {
      sender.send("by the kernel");
      assertThat(handled.take()).isEqualTo("by the kernel");
    }
  }
}
