// SPDX-License-Identifier: Apache-2.0
package dure.transport.shm;

import static org.assertj.core.api.Assertions.assertThat;

import dure.Capacity;
import dure.Mailbox;
import dure.Owner;
import dure.testkit.Child;
import dure.testkit.Eventually;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// A program opens a mailbox again and again, and closes none of its handles.
class DroppedHandleTest extends Boxes {
  private static final int PLACES = 32;

  /// Drops as many handles as there are places, and then opens one more.
  static final class Forgetful {
    public static void main(String[] arguments) throws Exception {
      int before = descriptors();
      for (int i = 0; i < PLACES - 1; i++) {
        Mailbox.open(arguments[0]).send("m");
      }
      Eventually.holds(() -> {
        System.gc();
        return descriptors() <= before;
      });
      try (Mailbox _ = Mailbox.open(arguments[0])) {
        System.out.println("opened");
        int _ = System.in.read();
      }
    }

    private static int descriptors() throws IOException {
      try (Stream<Path> all = Files.list(Path.of("/proc/self/fd"))) {
        return (int) all.filter(Forgetful::isOfAMailbox).count();
      }
    }

    private static boolean isOfAMailbox(Path descriptor) {
      try {
        String target = Files.readSymbolicLink(descriptor).toString();
        return target.contains("dure.") || target.contains("memfd:");
      } catch (IOException closed) {
        return false;
      }
    }
  }

  @ParameterizedTest
  @EnumSource(Owner.class)
  void a_collection_gives_back_descriptors_and_places(Owner owner) {
    String name = name();
    try (Mailbox keep =
            Mailbox.named(name)
                .owner(owner)
                .capacity(Capacity.bounded(64))
                .messageSize(64)
                .participants(PLACES)
                .create();
        Child child = Child.java(Forgetful.class, name)) {
      child.await("opened");
      assertThat(Objects.requireNonNull(keep.status().details()).participants()).hasSize(2);
      assertThat(depth(keep)).as("what was sent stays").isEqualTo(PLACES - 1);
    }
  }
}
