// SPDX-License-Identifier: Apache-2.0
package dure.transport.shm;

import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.READ;
import static java.nio.file.StandardOpenOption.WRITE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dure.Capacity;
import dure.DamagedMailboxException;
import dure.DureException;
import dure.InvalidNameException;
import dure.Mailbox;
import dure.MailboxBuilder;
import dure.MailboxDeletedException;
import dure.MailboxStatus;
import dure.NoSuchMailboxException;
import dure.Receivers;
import dure.WhenFull;
import dure.layout.HeaderLayout;
import dure.layout.PairLayout;
import dure.linux.PageSize;
import dure.testkit.Child;
import dure.testkit.Eventually;
import dure.testkit.TestNamespace;
import dure.testkit.Volume;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.zip.CRC32C;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// A region that is foreign, damaged or hostile is refused or reported, and never takes a JVM down.
class DamageTest extends Boxes {
  private static final int BURSTS = 1_000;
  private static final int WORDS_A_BURST = 100;

  @TempDir Path directory;

  private static Path fileOf(String name) {
    return TestNamespace.file("dure." + name);
  }

  private static void overwrite(Path file, long at, byte... bytes) throws Exception {
    try (RandomAccessFile raw = new RandomAccessFile(file.toFile(), "rw")) {
      raw.seek(at);
      raw.write(bytes);
    }
  }

  @Test
  void any_byte_of_the_fixed_header_is_checked() throws Exception {
    String name = name();
    Mailbox.create(name).close();
    byte[] sound = Files.readAllBytes(fileOf(name));
    for (int at = 0; at < HeaderLayout.CHECKSUM + 4; at++) {
      for (int flip : new int[] {0x01, 0x80, 0xFF}) {
        overwrite(fileOf(name), at, (byte) (sound[at] ^ flip));
        assertThatThrownBy(() -> Mailbox.open(name))
            .as("byte %d changed by %x", at, flip)
            .isInstanceOf(DamagedMailboxException.class)
            .hasMessageContaining(at < 8 ? "magic" : at < 12 ? "version" : "checksum");
      }
      overwrite(fileOf(name), at, sound[at]);
    }
    Mailbox.open(name).close();
  }

  @Test
  void a_wrong_length_is_refused() throws Exception {
    String name = name();
    Mailbox.create(name).close();
    long whole = Files.size(fileOf(name));
    for (long length : new long[] {0, 1, 127, 128, 4095, 4096, whole - 1, whole + 1, whole * 2}) {
      try (RandomAccessFile raw = new RandomAccessFile(fileOf(name).toFile(), "rw")) {
        raw.setLength(length);
      }
      assertThatThrownBy(() -> Mailbox.open(name))
          .as("%d bytes", length)
          .isInstanceOf(DamagedMailboxException.class)
          .hasMessageContaining("bytes long");
      assertThat(Mailbox.list())
          .anyMatch(seen ->
              seen.address().name().equals(name)
                  && seen.condition() == MailboxStatus.Condition.DAMAGED);
      if (length < 128) {
        overwrite(fileOf(name), 0, new byte[128]);
      }
      Files.delete(fileOf(name));
      Mailbox.create(name).close();
    }
  }

  @Test
  void a_foreign_file_is_refused_and_left_alone() throws Exception {
    // LECTURE: 3
    String name = name();
    Files.writeString(fileOf(name), "precious ".repeat(1000));
    try {
      assertThatThrownBy(() -> Mailbox.open(name)).isInstanceOf(DamagedMailboxException.class);
      assertThatThrownBy(() -> Mailbox.create(name)).isInstanceOf(DureException.class);
      assertThat(Files.readString(fileOf(name))).startsWith("precious");
    } finally {
      Mailbox.delete(name);
    }
    assertThatThrownBy(() -> Mailbox.open(name)).isInstanceOf(NoSuchMailboxException.class);
  }

  /// The remedy that every message of damage names.
  @Test
  void what_is_damaged_can_be_deleted_and_created_anew() throws Exception {
    String name = name();
    long whole;
    try (Mailbox box = Mailbox.create(name)) {
      whole = Files.size(fileOf(name));
    }
    for (long length : new long[] {0, 1, 127, 4095, 4096, whole - 1, whole + 1}) {
      try (RandomAccessFile raw = new RandomAccessFile(fileOf(name).toFile(), "rw")) {
        raw.setLength(length);
      }
      assertThatThrownBy(() -> Mailbox.open(name)).isInstanceOf(DamagedMailboxException.class);
      Mailbox.delete(name);
      Mailbox.create(name).close();
    }
    for (long at : new long[] {HeaderLayout.MAGIC, HeaderLayout.VERSION, HeaderLayout.STATE}) {
      overwrite(fileOf(name), at, (byte) 0x5A);
      assertThatThrownBy(() -> Mailbox.open(name)).isInstanceOf(DamagedMailboxException.class);
      Mailbox.delete(name);
      Mailbox.create(name).close();
    }
  }

  @Test
  void who_waits_at_a_damaged_mailbox_is_told_of_its_deletion() throws Exception {
    String name = name();
    try (Mailbox box = Mailbox.create(name)) {
      CompletableFuture<Void> waits =
          CompletableFuture.runAsync(
              () -> assertThatThrownBy(box::receive).isInstanceOf(MailboxDeletedException.class));
      overwrite(fileOf(name), HeaderLayout.CHECKSUM, (byte) 0x5A, (byte) 0xA5);
      Mailbox.delete(name);
      Eventually.result(waits);
    }
  }

  @Test
  void a_ring_that_its_head_word_cannot_point_into_is_refused() throws Exception {
    assertThatThrownBy(() ->
            Mailbox.named(name())
                .receivers(Receivers.PAIR)
                .capacity(Capacity.bounded(33))
                .messageSize(1 << 30)
                .create())
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("a pair holds up to 34359738368 bytes");

    String name = name();
    Mailbox.named(name).receivers(Receivers.PAIR).create().close();
    byte[] fixed = Arrays.copyOf(Files.readAllBytes(fileOf(name)), HeaderLayout.FIXED_BYTES + 8);
    ByteBuffer header = ByteBuffer.wrap(fixed).order(ByteOrder.LITTLE_ENDIAN);
    long engine = header.getLong((int) HeaderLayout.ENGINE_OFFSET);
    long size = engine + PairLayout.ringBytes(33, 1 << 30, PageSize.current());
    header.putInt((int) HeaderLayout.CAPACITY, 33);
    header.putLong((int) HeaderLayout.MESSAGE_SIZE, 1 << 30);
    header.putLong((int) HeaderLayout.SIZE, size);
    CRC32C checksum = new CRC32C();
    checksum.update(fixed, 0, HeaderLayout.FIXED_BYTES);
    header.putLong((int) HeaderLayout.CHECKSUM, checksum.getValue());
    overwrite(fileOf(name), 0, fixed);
    try (RandomAccessFile raw = new RandomAccessFile(fileOf(name).toFile(), "rw")) {
      raw.setLength(size); // takes no memory: nobody writes to it
    }
    assertThatThrownBy(() -> Mailbox.open(name))
        .isInstanceOf(DamagedMailboxException.class)
        .hasMessageContaining("a pair holds up to");
  }

  @Test
  void names_that_could_be_paths_are_refused() {
    for (String bad :
        new String[] {"", "..", "../x", "a/b", ".hidden", "-x", "a b", "a\0b", "x".repeat(101)}) {
      assertThatThrownBy(() -> Mailbox.create(bad))
          .as("'%s'", bad)
          .isInstanceOf(InvalidNameException.class);
      assertThatThrownBy(() -> Mailbox.open(bad)).isInstanceOf(InvalidNameException.class);
      assertThatThrownBy(() -> Mailbox.delete(bad)).isInstanceOf(InvalidNameException.class);
    }
    assertThatThrownBy(() -> Mailbox.open("smoke:signals"))
        .isInstanceOf(InvalidNameException.class)
        .hasMessageContaining("shm");
  }

  /// Uses a mailbox again and again, whatever happens to it, until it is told to stop, and says
  /// what it met. A file tells how often. A third argument has it only read.
  static final class UserRole {
    /// How often it uses what is whole before it says that it works. By then the JVM has compiled
    /// its atomic updates: an interpreted one that meets a lost page ends the JVM, as
    /// `docs/recovery.md` admits.
    private static final int ROUNDS = 5_000;

    public static void main(String[] arguments) throws Exception {
      int damaged = 0;
      boolean readOnly = arguments.length > 2;
      MailboxBuilder builder = Mailbox.named(arguments[0]);
      try (Mailbox box = readOnly ? builder.readOnly().open() : builder.open();
          Arena arena = Arena.ofConfined()) {
        MemorySegment rounds = mapped(Path.of(arguments[1]), arena);
        byte[] message = new byte[150];
        for (int round = 0; System.in.available() == 0; round++) {
          ROUND.setRelease(rounds, 0L, (long) round);
          if (round == ROUNDS) {
            System.out.println("works");
          }
          try {
            if (!readOnly) {
              box.trySend(message);
            }
            box.tryReceiveInPlace(m -> m.bytes());
            box.receive(Duration.ofNanos(1));
            box.status();
          } catch (DureException said) {
            if (damaged++ == 0) {
              System.out.println("met damage");
            }
          }
        }
      } catch (DureException atClosing) {
        damaged++;
      }
      System.out.println("survived " + damaged);
    }
  }

  private static final VarHandle ROUND = JAVA_LONG.varHandle();

  private static MemorySegment mapped(Path file, Arena arena) throws IOException {
    try (FileChannel channel =
        FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
      return channel.map(FileChannel.MapMode.READ_WRITE, 0, channel.size(), arena);
    }
  }

  private Child user(String name, String... more) throws IOException {
    Files.write(rounds(), new byte[8]);
    List<String> arguments = new ArrayList<>(List.of(name, rounds().toString()));
    arguments.addAll(List.of(more));
    return Child.java(UserRole.class, arguments.toArray(String[]::new));
  }

  private Path rounds() {
    return directory.resolve("rounds");
  }

  @ParameterizedTest
  @EnumSource(Receivers.class)
  void truncation_under_a_user_is_an_exception_and_not_a_crash(Receivers receivers)
      throws Exception {
    String name = name();
    Mailbox.named(name).receivers(receivers).messageSize(200).create().close();
    try (Child user = user(name)) {
      user.await("works");
      try (RandomAccessFile raw = new RandomAccessFile(fileOf(name).toFile(), "rw")) {
        raw.setLength(4096);
      }
      user.await("met damage");
      user.tell("stop");
      assertThat(Integer.parseInt(user.await("survived"))).isPositive();
      user.awaitSuccess();
    }
    Files.delete(fileOf(name));
  }

  /// A page that is gone from memory of the caller's own is no damage of the mailbox.
  @Test
  void the_callers_own_lost_page_is_not_blamed_on_the_mailbox(@TempDir Path directory)
      throws Exception {
    Path file = directory.resolve("own");
    try (Mailbox box = box().messageSize(8192).create();
        FileChannel own = FileChannel.open(file, CREATE, READ, WRITE);
        Arena arena = Arena.ofConfined()) {
      own.truncate(0).write(ByteBuffer.allocate(1), 16383);
      MemorySegment lost = own.map(FileChannel.MapMode.READ_WRITE, 0, 16384, arena);
      own.truncate(0);
      assertThatThrownBy(() -> box.send(lost.asSlice(0, 8192))).isInstanceOf(InternalError.class);
      box.send(new byte[8192]);
      assertThatThrownBy(() -> box.receiveInto(lost)).isInstanceOf(InternalError.class);
      assertThat(box.receive().size()).isEqualTo(8192);
    }
  }

  /// Another process scribbles over everything but the fixed header while this one works.
  @ParameterizedTest
  @EnumSource(Receivers.class)
  void scribbling_under_a_user_is_survived(Receivers receivers) throws Exception {
    String name = name();
    Mailbox.named(name).receivers(receivers).messageSize(200).create().close();
    try (Child user = user(name)) {
      scribbleUnder(user, name);
    }
    Files.delete(fileOf(name));
  }

  @Test
  void scribbling_under_one_that_only_reads_is_survived() throws Exception {
    String name = name();
    Mailbox.named(name)
        .receivers(Receivers.ALL)
        .whenFull(WhenFull.DROP_OLDEST)
        .messageSize(200)
        .create()
        .close();
    try (Child user = user(name, "readonly")) {
      scribbleUnder(user, name);
    }
    Files.delete(fileOf(name));
  }

  /// Each burst is met by at least one whole round of the user's.
  private void scribbleUnder(Child user, String name) throws Exception {
    user.await("works");
    SplittableRandom random = new SplittableRandom(3);
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment rounds = mapped(rounds(), arena);
      MemorySegment box = mapped(fileOf(name), arena);
      for (int burst = 0; burst < Volume.of(BURSTS); burst++) {
        for (int i = 0; i < WORDS_A_BURST; i++) {
          scribble(box, random);
        }
        long met = (long) ROUND.getAcquire(rounds, 0L) + 2;
        long end = System.nanoTime() + Child.PATIENCE.toNanos();
        while ((long) ROUND.getAcquire(rounds, 0L) < met) {
          assertThat(System.nanoTime() - end).as("the user hangs").isNegative();
          Thread.yield();
        }
      }
    }
    user.tell("stop");
    user.await("survived");
    user.awaitSuccess();
  }

  /// Writes a word of noise, or a small number, anywhere behind the fixed header.
  private static void scribble(MemorySegment box, SplittableRandom random) {
    long word = random.nextInt(4) == 0 ? random.nextInt(256) : random.nextLong();
    long at =
        random.nextInt(3) == 0
            ? 136 + random.nextInt(3900)
            : 136 + random.nextLong(box.byteSize() - 150);
    box.set(JAVA_LONG, at & ~7L, word);
  }
}
