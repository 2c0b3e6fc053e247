// SPDX-License-Identifier: Apache-2.0
package dure.linux;

import static org.assertj.core.api.Assertions.assertThat;

import dure.linux.MessageQueues.Attributes;
import dure.testkit.TestNamespace;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// POSIX message queues as the kernel has them.
class MessageQueuesTest {
  private final String name = TestNamespace.name("test-kernel");

  @AfterEach
  void unlink() {
    MessageQueues.unlink(name);
  }

  @Test
  void the_highest_priority_comes_first_and_full_and_empty_are_errors_of_the_moment() {
    int fd = MessageQueues.create(name, 0600, 2, 10);
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment buffer = arena.allocate(MessageQueues.bufferSize(10), 8);
      assertThat(MessageQueues.receive(fd, buffer)).isEqualTo(-Errno.EAGAIN.number());
      assertThat(MessageQueues.send(fd, arena.allocateFrom("low"), 1)).isZero();
      assertThat(MessageQueues.send(fd, MemorySegment.NULL, 32767)).isZero();
      assertThat(MessageQueues.send(fd, MemorySegment.NULL, 0)).isEqualTo(-Errno.EAGAIN.number());
      assertThat(MessageQueues.attributes(fd)).isEqualTo(new Attributes(2, 10, 2));
      assertThat(MessageQueues.receive(fd, buffer)).isZero();
      assertThat(MessageQueues.priority(buffer)).isEqualTo(32767);
      assertThat(MessageQueues.receive(fd, buffer)).isEqualTo(4);
      assertThat(new String(MessageQueues.message(buffer, 3), StandardCharsets.US_ASCII))
          .isEqualTo("low");
      assertThat(MessageQueues.send(fd, arena.allocate(11), 0)).isEqualTo(-Errno.EMSGSIZE.number());
      assertThat(MessageQueues.send(fd, MemorySegment.NULL, MessageQueues.MQ_PRIO_MAX))
          .isEqualTo(-Errno.EINVAL.number());
    } finally {
      Files.close(fd);
    }
  }

  @Test
  void an_unlinked_queue_has_no_name_and_goes_on_for_who_has_it_open() {
    int fd = MessageQueues.create(name, 0600, 2, 10);
    try {
      assertThat(Files.links(fd)).isEqualTo(1);
      assertThat(MessageQueues.unlink(name)).isZero();
      assertThat(MessageQueues.unlink(name)).isEqualTo(-Errno.ENOENT.number());
      assertThat(Files.links(fd)).isZero();
      assertThat(MessageQueues.send(fd, MemorySegment.NULL, 0)).isZero();
    } finally {
      Files.close(fd);
    }
  }

  @Test
  void closing_any_descriptor_of_it_takes_the_registration_back() {
    int fd = MessageQueues.create(name, 0600, 2, 10);
    int other = MessageQueues.open(name, Files.O_RDONLY | Files.O_NONBLOCK);
    int socket = MessageQueues.socket();
    try {
      assertThat(MessageQueues.register(fd, socket)).isZero();
      assertThat(MessageQueues.register(other, socket)).isEqualTo(-Errno.EBUSY.number());
      assertThat(MessageQueues.news(socket)).isZero();
      Files.close(other);
      assertThat(MessageQueues.news(socket)).isEqualTo(MessageQueues.NOTIFY_REMOVED);
      assertThat(MessageQueues.register(fd, socket)).isZero();
      assertThat(MessageQueues.send(fd, MemorySegment.NULL, 0)).isZero();
      assertThat(MessageQueues.news(socket)).isEqualTo(MessageQueues.NOTIFY_WOKENUP);
      assertThat(MessageQueues.unregister(fd)).as("there is none").isZero();
      assertThat(MessageQueues.news(socket)).isZero();
    } finally {
      Files.close(socket);
      Files.close(fd);
    }
  }
}
