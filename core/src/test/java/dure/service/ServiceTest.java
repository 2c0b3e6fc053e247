// SPDX-License-Identifier: Apache-2.0
package dure.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dure.CallFailedException;
import dure.CodecException;
import dure.Mailbox;
import dure.MailboxClosedException;
import dure.MailboxExistsException;
import dure.MessageTooLargeException;
import dure.NoSuchMailboxException;
import dure.OwnerGoneException;
import dure.codec.Codecs;
import dure.testkit.Asleep;
import dure.testkit.Child;
import dure.testkit.Eventually;
import dure.testkit.TestNamespace;
import dure.testkit.Volume;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import org.junit.jupiter.api.Test;

/// Request and reply, within a process and between processes.
class ServiceTest {
  /// Two processes in every build, a hundred in the profile `long`.
  private static final int CALLERS = Volume.of(1) == 1 ? 2 : 100;

  private final String name = TestNamespace.name("service");
  private final Contract<String, String> contract = Contracts.reversal(name);

  @Test
  void a_call_is_answered_and_a_failure_is_told() throws Exception {
    try (Service<String, String> service = contract.serve(Contracts::reversed);
        Client<String, String> client = contract.connect()) {
      assertThat(client.call("두레")).isEqualTo("레두");
      assertThat(client.call("", Child.PATIENCE)).isEmpty();
      assertThatThrownBy(() -> client.call("fail"))
          .isInstanceOf(CallFailedException.class)
          .hasMessageContaining(name)
          .hasMessageContaining("told to fail")
          .extracting(e -> ((CallFailedException) e).failure())
          .isEqualTo("java.lang.IllegalStateException");
      assertThat(client.call("abc")).as("it goes on").isEqualTo("cba");
      assertThatThrownBy(() -> contract.serve(Contracts::reversed))
          .isInstanceOf(MailboxExistsException.class);
      assertThat(service.done()).isNotDone();
    }
    assertThatThrownBy(contract::connect).isInstanceOf(NoSuchMailboxException.class);
  }

  @Test
  void what_does_not_fit_or_cannot_be_decoded_is_told() throws Exception {
    Contract<String, String> small = contract.requestSize(10).answerSize(10);
    try (Service<String, String> _ = small.serve(text -> text.repeat(1_000));
        Client<String, String> client = small.connect();
        Client<Long, Long> stranger =
            Contract.of(name, Codecs.LONG, Codecs.LONG).answerSize(100).connect()) {
      assertThatThrownBy(() -> client.call("more than ten"))
          .isInstanceOf(MessageTooLargeException.class);
      assertThatThrownBy(() -> client.call("ten"))
          .isInstanceOf(CallFailedException.class)
          .hasMessageContaining("MessageTooLargeException");
      assertThatThrownBy(() -> stranger.call(-1L))
          .as("no text")
          .isInstanceOf(CallFailedException.class);
      assertThatThrownBy(() -> stranger.call(0L))
          .as("an answer of another codec")
          .isInstanceOfAny(CodecException.class, CallFailedException.class);
      assertThat(client.call("")).isEmpty();
    }
  }

  @Test
  void many_threads_share_a_client_and_wait_for_places() throws Exception {
    Contract<String, String> few = contract.callsAtOnce(3);
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
        Service<String, String> _ = Service.of(few).on(threads, 2).start(Contracts::reversed);
        Client<String, String> client = few.connect()) {
      List<Future<String>> answers = new ArrayList<>();
      for (int i = 0; i < 200; i++) {
        String text = "t" + i;
        answers.add(threads.submit(() -> client.call(text)));
      }
      for (int i = 0; i < answers.size(); i++) {
        assertThat(answers.get(i).get()).isEqualTo(Contracts.reversed("t" + i));
      }
    }
  }

  @Test
  void a_call_that_nobody_waits_for_any_more_keeps_its_place_until_its_answer_comes()
      throws Exception {
    Semaphore mayAnswer = new Semaphore(0);
    Contract<String, String> one = contract.callsAtOnce(1);
    try (Service<String, String> _ =
            one.serve(text -> {
              mayAnswer.acquire();
              return text;
            });
        Client<String, String> client = one.connect()) {
      assertThat(client.call("late", Duration.ofMillis(20))).isNull();
      assertThat(client.call("no place", Duration.ofMillis(20))).isNull();
      mayAnswer.release(2);
      assertThat(client.call("next")).isEqualTo("next");
    }
  }

  @Test
  void an_interrupted_caller_leaves_and_the_others_go_on() throws Exception {
    Semaphore mayAnswer = new Semaphore(0);
    try (Service<String, String> _ =
            contract.serve(text -> {
              mayAnswer.acquire();
              return text;
            });
        Client<String, String> client = contract.connect()) {
      CompletableFuture<Throwable> thrown = new CompletableFuture<>();
      Thread first =
          Thread.ofPlatform()
              .start(() -> {
                try {
                  client.call("first");
                } catch (Throwable interrupted) {
                  thrown.complete(interrupted);
                }
              });
      Asleep.await(first);
      CompletableFuture<String> second = new CompletableFuture<>();
      Thread follower =
          Thread.ofPlatform()
              .start(() -> {
                try {
                  second.complete(client.call("second"));
                } catch (Throwable unexpected) {
                  second.completeExceptionally(unexpected);
                }
              });
      Asleep.await(follower);
      first.interrupt();
      assertThat(thrown.get()).isInstanceOf(InterruptedException.class);
      mayAnswer.release(2);
      assertThat(second.get()).isEqualTo("second");
    }
  }

  @Test
  void closing_lets_the_handler_finish_and_tells_those_not_begun() throws Exception {
    CountDownLatch begun = new CountDownLatch(1);
    Semaphore mayAnswer = new Semaphore(0);
    try (ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor();
        Service<String, String> service =
            contract.serve(text -> {
              begun.countDown();
              mayAnswer.acquire();
              return text;
            });
        Client<String, String> client = contract.connect()) {
      Future<String> inHand = callers.submit(() -> client.call("in hand"));
      begun.await();
      Future<String> waiting = callers.submit(() -> client.call("waiting"));
      Eventually.holds(() -> service.requests().occupancy().depth() == 1);
      assertThat(service.stop(Duration.ofMillis(1))).isFalse();
      mayAnswer.release();
      service.close();
      assertThat(service.done()).isCompleted();
      assertThat(inHand.get()).isEqualTo("in hand");
      assertThatThrownBy(waiting::get).hasCauseInstanceOf(OwnerGoneException.class);
    }
  }

  @Test
  void a_closed_client_ends_its_calls() throws Exception {
    CountDownLatch begun = new CountDownLatch(2);
    CountDownLatch mayAnswer = new CountDownLatch(1);
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
        Service<String, String> _ =
            Service.of(contract)
                .on(threads, 2)
                .start(text -> {
                  begun.countDown();
                  mayAnswer.await();
                  return text;
                })) {
      Client<String, String> client = contract.connect();
      Future<String> one = threads.submit(() -> client.call("one"));
      Future<String> other = threads.submit(() -> client.call("other"));
      begun.await();
      client.close();
      assertThatThrownBy(one::get).hasCauseInstanceOf(MailboxClosedException.class);
      assertThatThrownBy(other::get).hasCauseInstanceOf(MailboxClosedException.class);
      mayAnswer.countDown();
      try (Client<String, String> next = contract.connect()) {
        assertThat(next.call("next")).as("replies to the gone are dropped").isEqualTo("next");
      }
    }
  }

  @Test
  void a_handler_cannot_close_its_own_service() throws Exception {
    CompletableFuture<Service<String, String>> own = new CompletableFuture<>();
    try (Service<String, String> service =
            contract.serve(text -> {
              own.get().close();
              return text;
            });
        Client<String, String> client = contract.connect()) {
      own.complete(service);
      assertThatThrownBy(() -> client.call("")).hasMessageContaining("from another thread");
    }
  }

  @Test
  void foreign_messages_and_gone_clients_do_not_disturb() throws Exception {
    try (Service<String, String> service = contract.serve(Contracts::reversed);
        Mailbox requests = Mailbox.open(name);
        Client<String, String> client = contract.connect()) {
      requests.send("no request at all, but long enough for one");
      requests.send("");
      byte[] fromNoClient = new byte[CallFrame.REQUEST_BYTES];
      fromNoClient[0] = 1;
      fromNoClient[2] = 1;
      requests.send(fromNoClient);
      assertThat(client.call("abc")).isEqualTo("cba");
      assertThat(service.done()).isNotDone();
    }
  }

  @Test
  void processes_call_and_the_death_of_the_service_is_told() throws Exception {
    try (Child server = Child.java(ServiceRole.class, "serve", name)) {
      server.await("serving");
      List<Child> callers = new ArrayList<>();
      for (int i = 0; i < CALLERS; i++) {
        callers.add(Child.java(ServiceRole.class, "call", name, "3", "1000"));
      }
      callers.forEach(Child::awaitSuccess);
    }
    Eventually.holds(() -> Mailbox.list().stream().noneMatch(m -> m.address().name().equals(name)));
    try (Child server = Child.java(ServiceRole.class, "hang", name)) {
      server.await("serving");
      try (Client<String, String> client = contract.connect()) {
        CompletableFuture<Throwable> thrown = new CompletableFuture<>();
        Thread caller =
            Thread.ofVirtual()
                .start(() -> {
                  try {
                    client.call("?");
                  } catch (Throwable told) {
                    thrown.complete(told);
                  }
                });
        server.await("asked");
        server.kill();
        assertThat(thrown.get()).isInstanceOf(OwnerGoneException.class);
        caller.join();
      }
    }
  }
}
