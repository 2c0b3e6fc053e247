// SPDX-License-Identifier: Apache-2.0
package dure.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dure.Codec;
import dure.Message;
import dure.Room;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemoryLayout.PathElement;
import java.lang.invoke.MethodHandles;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Codecs without a mailbox: what goes in comes out, byte by byte as promised, and nothing else is
/// taken for it.
class CodecsTest {
  private static final Message.Stamps STAMPS = new Message.Stamps(1, 0, 0, 0, 0, 0);

  enum Side {
    BUY,
    SELL
  }

  record Point(double x, float y) {}

  record Everything(
      boolean truth,
      @Length(5) String word,
      byte small,
      short two,
      char letter,
      Side side,
      int four,
      Point point,
      long eight) {}

  private static final Everything SOME =
      new Everything(
          true, "두a", (byte) -2, (short) -300, '두', Side.SELL, -70_000, new Point(1.5, -2f), -1L);

  private static <T> T there_and_back(Codec<T> codec, T value) {
    return codec.decode(Message.of(codec.encode(value), STAMPS));
  }

  @Test
  void numbers_come_back_and_are_little_endian() {
    assertThat(there_and_back(Codecs.BOOLEAN, true)).isTrue();
    assertThat(there_and_back(Codecs.BYTE, (byte) -7)).isEqualTo((byte) -7);
    assertThat(there_and_back(Codecs.SHORT, (short) -700)).isEqualTo((short) -700);
    assertThat(there_and_back(Codecs.CHARACTER, '두')).isEqualTo('두');
    assertThat(there_and_back(Codecs.INTEGER, Integer.MIN_VALUE)).isEqualTo(Integer.MIN_VALUE);
    assertThat(there_and_back(Codecs.LONG, Long.MAX_VALUE)).isEqualTo(Long.MAX_VALUE);
    assertThat(there_and_back(Codecs.FLOAT, 0.1f)).isEqualTo(0.1f);
    assertThat(there_and_back(Codecs.DOUBLE, -0.0)).isEqualTo(-0.0);
    assertThat(Codecs.INTEGER.encode(0x01020304)).containsExactly(4, 3, 2, 1);
    assertThat(Codecs.LONG.size()).isEqualTo(8);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Codecs.INTEGER.decode(Message.of(new byte[5], STAMPS)))
        .withMessage("it has 5 bytes, and a value of this codec takes 4");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "a", "두레", "𝄞 and \0 within"})
  void text_is_utf_8(String text) {
    assertThat(there_and_back(Codecs.TEXT, text)).isEqualTo(text);
  }

  @Test
  void what_is_not_unicode_is_refused_both_ways() {
    assertThatIllegalArgumentException().isThrownBy(() -> Codecs.TEXT.encode("\ud800"));
    Message half = Message.of(new byte[] {(byte) 0xEB}, STAMPS);
    assertThatIllegalArgumentException().isThrownBy(() -> Codecs.TEXT.decode(half));
  }

  @Test
  void a_record_lies_as_a_struct_of_c_does() {
    Codec.Fixed<Everything> codec = Codecs.record(Everything.class);
    MemoryLayout layout = codec.layout();
    List<Long> offsets =
        Arrays.stream(Everything.class.getRecordComponents())
            .map(c -> layout.byteOffset(PathElement.groupElement(c.getName())))
            .toList();
    // bool; char word[5]; int8_t; int16_t; char16_t; enum; int32_t; {double; float}; int64_t
    assertThat(offsets).containsExactly(0L, 1L, 6L, 8L, 10L, 12L, 16L, 24L, 40L);
    assertThat(layout.byteSize()).isEqualTo(48);
    assertThat(layout.byteAlignment()).isEqualTo(8);
    assertThat(HexFormat.of().formatHex(codec.encode(SOME)))
        .isEqualTo(
            "01"
                + "eb919061"
                + "00"
                + "fe"
                + "00"
                + "d4fe"
                + "50b4"
                + "01000000"
                + "90eefeff"
                + "00000000"
                + "000000000000f83f"
                + "000000c0"
                + "00000000"
                + "ffffffffffffffff");
  }

  @Test
  void a_record_comes_back_from_bytes_that_held_others() {
    Codec.Fixed<Everything> codec = Codecs.record(MethodHandles.lookup(), Everything.class);
    byte[] bytes = new byte[48];
    Arrays.fill(bytes, (byte) 0x55);
    codec.encode(SOME, Room.of(bytes));
    assertThat(codec.decode(Message.of(bytes, STAMPS))).isEqualTo(SOME);
    assertThat(bytes).as("gaps too").isEqualTo(codec.encode(SOME));
  }

  record Tag(@Length(4) String text) {}

  @ParameterizedTest
  @ValueSource(strings = {"", "a", "abcd", "두", "éé"})
  void a_text_takes_its_length_and_comes_back_as_it_was(String text) {
    Codec.Fixed<Tag> codec = Codecs.record(Tag.class);
    assertThat(codec.size()).isEqualTo(4);
    assertThat(there_and_back(codec, new Tag(text)).text()).isEqualTo(text);
  }

  @Test
  void what_cannot_come_back_is_refused() {
    Codec.Fixed<Tag> codec = Codecs.record(Tag.class);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> codec.encode(new Tag("abcde")))
        .withMessage("text has 5 bytes of UTF-8, and room for 4");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> codec.encode(new Tag("두두")))
        .withMessage("text has 6 bytes of UTF-8, and room for 4");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> codec.encode(new Tag("a\0")))
        .withMessageContaining("the character zero");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> codec.encode(new Tag(null)))
        .withMessage("text is null, and a flat record has no nulls");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> codec.decode(Message.of(new byte[] {1, 2, 3}, STAMPS)));
    Codec.Fixed<Everything> all = Codecs.record(Everything.class);
    byte[] bytes = all.encode(SOME);
    bytes[12] = 2;
    assertThatIllegalArgumentException()
        .isThrownBy(() -> all.decode(Message.of(bytes, STAMPS)))
        .withMessage("side is constant 2 of 2");
    Everything noPoint = new Everything(true, "", (byte) 0, (short) 0, 'a', Side.BUY, 0, null, 0);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> all.encode(noPoint))
        .withMessage("point is null, and a flat record has no nulls");
  }

  record Positive(int value) {
    Positive {
      if (value <= 0) {
        throw new IllegalArgumentException("not positive");
      }
    }
  }

  @Test
  void a_record_that_refuses_its_components_is_not_made() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Codecs.record(Positive.class).decode(Message.of(new byte[4], STAMPS)))
        .withMessage("not positive");
  }

  record NoLength(String text) {}

  record NotFlat(List<String> list) {}

  record Nothing() {}

  @Test
  void a_record_that_is_not_flat_is_refused_by_the_name_of_its_component() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Codecs.record(NoLength.class))
        .withMessageContaining("NoLength.text")
        .withMessageContaining("@Length");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Codecs.record(NotFlat.class))
        .withMessageContaining("NotFlat.list is a List");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Codecs.record(Nothing.class))
        .withMessageContaining("no components");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Codecs.record(MethodHandles.publicLookup(), Tag.class))
        .withMessageContaining("MethodHandles.lookup()");
  }
}
