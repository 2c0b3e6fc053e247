// SPDX-License-Identifier: Apache-2.0
package dure.socket;

import static org.assertj.core.api.Assertions.assertThat;

import dure.linux.Pipes;
import dure.testkit.AsyncCall;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

/// The count of what has come, beside the thread that reads it.
class ArrivedBytesTest {
  private static final int BYTES = 5;
  private static final int MOMENT_MILLIS = 20;

  /// A reader that is held up when the kernel has handed the bytes out and none is noted yet.
  private static final class HeldUp extends ArrivedBytes {
    private final CountDownLatch handedOut = new CountDownLatch(1);
    private final CountDownLatch asked = new CountDownLatch(1);

    HeldUp(SocketDescriptor descriptor) {
      super(descriptor);
    }

    @Override
    int fromKernel(int fd, MemorySegment into, int flags) {
      int got = (int) Pipes.read(fd, into, into.byteSize());
      handedOut.countDown();
      try {
        asked.await();
        Thread.sleep(MOMENT_MILLIS); // a wrong count is soon given; a right one has to wait for us
      } catch (InterruptedException e) {
        throw new IllegalStateException(e);
      }
      return got;
    }

    long allOnceHandedOut() throws InterruptedException {
      handedOut.await();
      asked.countDown();
      return all("pipe");
    }
  }

  @Test
  void bytes_that_are_just_handed_out_are_counted() throws Exception {
    int[] pipe = new int[2]; // as good as a connection here
    assertThat(Pipes.create(pipe)).isNotNegative();
    SocketDescriptor reader = new SocketDescriptor(pipe[0]);
    SocketDescriptor writer = new SocketDescriptor(pipe[1]);
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment bytes = arena.allocate(BYTES);
      HeldUp arrived = new HeldUp(reader);
      assertThat(writer.now("pipe", fd -> (int) Pipes.write(fd, bytes, BYTES))).isEqualTo(BYTES);
      assertThat(arrived.all("pipe")).as("none is read yet").isEqualTo(BYTES);
      AsyncCall<Long> counts = AsyncCall.start(arrived::allOnceHandedOut);
      assertThat(reader.now("pipe", fd -> arrived.receive(fd, bytes, 0))).isEqualTo(BYTES);
      assertThat(counts.result()).isEqualTo(BYTES);
      assertThat(arrived.taken()).isEqualTo(BYTES);
    } finally {
      assertThat(reader.close()).isTrue();
      assertThat(writer.close()).isTrue();
    }
  }
}
