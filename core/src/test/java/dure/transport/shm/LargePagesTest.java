// SPDX-License-Identifier: Apache-2.0
package dure.transport.shm;

import static org.assertj.core.api.Assertions.assertThat;

import dure.Capacity;
import dure.DamagedMailboxException;
import dure.Mailbox;
import dure.MailboxBuilder;
import dure.MailboxStatus.Condition;
import dure.Receivers;
import dure.layout.HeaderLayout;
import dure.linux.PageSize;
import dure.testkit.Child;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Scanner;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Mailboxes between machines of pages of different sizes, of which one is played by a process that
/// acts as on a machine of 64 KiB pages.
class LargePagesTest {
  private static final List<String> KINDS = List.of("pair", "any", "short", "middle", "long");

  /// More than a ring, a segment or a page holds.
  private static final int MESSAGES = 1_100;

  @TempDir Path directory;

  /// A process on such a machine, which does what it is told line by line.
  static final class LargePagesPlayer {
    private LargePagesPlayer() {}

    public static void main(String[] arguments) throws Exception {
      Scanner lines = new Scanner(System.in, StandardCharsets.UTF_8);
      while (lines.hasNext()) {
        String verb = lines.next();
        String kind = lines.next();
        String address = lines.next();
        try {
          System.out.println("did " + play(verb, kind, address));
        } catch (DamagedMailboxException refused) {
          System.out.println("did refuse: " + refused.problem());
        }
      }
    }

    private static String play(String verb, String kind, String address) throws Exception {
      switch (verb) {
        case "create" -> of(kind, address).create().close();
        case "delete" -> Mailbox.delete(address);
        case "status" -> {
          return Mailbox.status(address).condition().name();
        }
        case "send" -> {
          try (Mailbox mailbox = Mailbox.open(address)) {
            System.out.println("opened");
            sendAll(mailbox);
          }
        }
        default -> throw new IllegalArgumentException(verb);
      }
      return verb;
    }
  }

  private static MailboxBuilder of(String kind, String address) {
    MailboxBuilder builder = Mailbox.named(address);
    return switch (kind) {
      case "pair" -> builder.receivers(Receivers.PAIR).capacity(Capacity.bounded(9));
      case "any" -> builder.capacity(Capacity.bounded(9)).messageSize(5000);
      case "short" -> builder.capacity(Capacity.unbounded()).messageSize(60);
      case "middle" -> builder.capacity(Capacity.unbounded()).messageSize(300);
      default -> builder.capacity(Capacity.unbounded()).messageSize(5000);
    };
  }

  /// The length of a message, which differs from one to the next.
  private static int length(Mailbox mailbox, int number) {
    return 1 + (number * 997) % (int) Math.min(5000, mailbox.settings().messageSize());
  }

  private static void sendAll(Mailbox mailbox) throws InterruptedException {
    for (int number = 0; number < MESSAGES; number++) {
      byte[] message = new byte[length(mailbox, number)];
      message[0] = (byte) number;
      message[message.length - 1] = (byte) number;
      mailbox.send(message);
    }
  }

  private static void receiveAll(Mailbox mailbox) throws InterruptedException {
    for (int number = 0; number < MESSAGES; number++) {
      byte[] message = mailbox.receive().bytes();
      assertThat(message).hasSize(length(mailbox, number));
      assertThat(message[0]).isEqualTo((byte) number);
      assertThat(message[message.length - 1]).isEqualTo((byte) number);
    }
  }

  private static Child player() {
    List<String> larger = List.of("-D" + PageSize.PROPERTY + "=" + PageSize.largest());
    return Child.java(larger, LargePagesPlayer.class);
  }

  private String address(String kind) {
    return "file:" + directory.resolve(kind);
  }

  private ByteBuffer header(String kind) throws IOException {
    byte[] bytes = Files.readAllBytes(directory.resolve(kind));
    return ByteBuffer.wrap(bytes, 0, HeaderLayout.FIXED_BYTES).order(ByteOrder.LITTLE_ENDIAN);
  }

  private static String does(Child player, String words) {
    player.tell(words);
    return player.await("did");
  }

  @Test
  void a_region_laid_out_for_larger_pages_carries_messages_to_smaller_ones() throws Exception {
    try (Child player = player()) {
      for (String kind : KINDS) {
        assertThat(does(player, "create " + kind + " " + address(kind))).isEqualTo("create");
        if (kind.equals("pair") || kind.equals("any")) { // the others are too long to be read
          assertThat(header(kind).getInt((int) HeaderLayout.PAGE)).isEqualTo(PageSize.largest());
          long engine = header(kind).getLong((int) HeaderLayout.ENGINE_OFFSET);
          assertThat(engine % PageSize.largest()).as("where %s begins", kind).isZero();
        }
        try (Mailbox mailbox = Mailbox.open(address(kind))) {
          player.tell("send " + kind + " " + address(kind));
          receiveAll(mailbox);
          assertThat(player.await("did")).isEqualTo("send");
        }
        assertThat(does(player, "delete " + kind + " " + address(kind))).isEqualTo("delete");
      }
    }
  }

  @Test
  void a_region_of_smaller_pages_is_refused_and_can_be_made_anew() throws Exception {
    try (Child player = player()) {
      for (String kind : KINDS) {
        of(kind, address(kind)).create().close();
        assertThat(Mailbox.status(address(kind)).condition()).isEqualTo(Condition.LIVE);
        assertThat(does(player, "send " + kind + " " + address(kind)))
            .startsWith(
                "refuse: it is laid out for pages of "
                    + PageSize.kernel()
                    + " bytes, and this machine has larger ones, of 65536")
            .contains("create it anew");
        assertThat(does(player, "delete " + kind + " " + address(kind))).isEqualTo("delete");
        assertThat(does(player, "create " + kind + " " + address(kind))).isEqualTo("create");
        assertThat(does(player, "status " + kind + " " + address(kind))).isEqualTo("LIVE");
        Mailbox.delete(address(kind));
      }
    }
  }
}
