// SPDX-License-Identifier: Apache-2.0
package dure.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.catchThrowable;

import dure.Codec;
import dure.Message;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/// Values with headers.
class EnvelopeTest {
  private static final Codec<Envelope<String>> CODEC = Codecs.envelope(Codecs.TEXT);

  private static Message message(byte[] bytes) {
    return Message.of(bytes, new Message.Stamps(1, 2, 3, 4, 5, 6));
  }

  private static Envelope<String> thereAndBack(Envelope<String> value) {
    return CODEC.decode(message(CODEC.encode(value)));
  }

  @Test
  void headers_travel_with_the_value() {
    Envelope<String> value =
        Envelope.of("두레")
            .with(Headers.CONTENT_TYPE, "text/plain")
            .with(Headers.REPLY_TO, "unix:/run/replies")
            .with("our own", "값: of any kind")
            .with("empty", "");
    assertThat(thereAndBack(value)).isEqualTo(value);
    assertThat(value.headers().get(Headers.REPLY_TO)).isEqualTo("unix:/run/replies");
    assertThat(value.headers().get("none")).isNull();
  }

  @Test
  void no_headers_take_four_bytes() {
    assertThat(CODEC.encode(Envelope.of("abc"))).hasSize(7);
    Envelope<String> value = thereAndBack(Envelope.of("abc"));
    assertThat(value).isEqualTo(Envelope.of("abc"));
    assertThat(value.headers().isEmpty()).isTrue();
  }

  @Test
  void a_time_stamp_is_a_header() {
    Instant before = Instant.now();
    Headers headers = Headers.of("k", "v").sentNow();
    Instant sent = Instant.parse(Objects.requireNonNull(headers.get(Headers.SENT_AT)));
    assertThat(sent).isBetween(before, Instant.now());
    assertThat(headers.get("k")).isEqualTo("v");
  }

  @Test
  void headers_are_lines_that_any_program_can_read() {
    byte[] bytes = CODEC.encode(new Envelope<>(Headers.of("b", "2").with("a", "1"), "body"));
    assertThat(new String(bytes, 4, bytes.length - 4, StandardCharsets.UTF_8))
        .isEqualTo("a: 1\nb: 2\nbody");
    assertThat(bytes[0]).isEqualTo((byte) 10);
  }

  @Test
  void what_cannot_be_a_header_is_refused() {
    assertThatIllegalArgumentException().isThrownBy(() -> Headers.of("", "v"));
    assertThatIllegalArgumentException().isThrownBy(() -> Headers.of("a:b", "v"));
    assertThatIllegalArgumentException().isThrownBy(() -> Headers.of("a\nb", "v"));
    assertThatIllegalArgumentException().isThrownBy(() -> Headers.of("a", "v\nw"));
    assertThatIllegalArgumentException().isThrownBy(() -> CODEC.decode(message(new byte[3])));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> CODEC.decode(message(new byte[] {9, 0, 0, 0, 'a'})));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> CODEC.decode(message(new byte[] {1, 0, 0, 0, 'a'})));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> CODEC.decode(message(new byte[] {-1, -1, -1, -1, 'a'})));
  }

  @Test
  void a_slice_is_the_rest_of_a_message() {
    Message whole = message("0123456789abcdef".getBytes(StandardCharsets.UTF_8));
    Message rest = whole.slice(4).slice(2);
    assertThat(rest.text()).isEqualTo("6789abcdef");
    assertThat(rest.size()).isEqualTo(10);
    assertThat(rest.getByte(0)).isEqualTo((byte) '6');
    assertThat(rest.getInt(1)).isEqualTo(whole.getInt(7));
    assertThat(rest.getLong(2)).isEqualTo(whole.getLong(8));
    assertThat(rest.stamps()).isEqualTo(whole.stamps());
    byte[] part = new byte[3];
    rest.copyTo(4, part, 0, 3);
    assertThat(part).isEqualTo("abc".getBytes(StandardCharsets.UTF_8));
    assertThat(rest.copy().bytes()).isEqualTo(rest.bytes());
    assertThat(whole.slice(16).size()).isZero();
    assertThat(catchThrowable(() -> whole.slice(17))).isInstanceOf(IndexOutOfBoundsException.class);
    assertThat(catchThrowable(() -> rest.getByte(-1)))
        .isInstanceOf(IndexOutOfBoundsException.class);
  }
}
