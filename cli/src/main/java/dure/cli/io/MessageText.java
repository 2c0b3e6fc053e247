// SPDX-License-Identifier: Apache-2.0
package dure.cli.io;

import dure.Message;
import dure.codec.DeadLetter;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.temporal.ChronoUnit;
import java.util.HexFormat;
import java.util.Optional;

/// A message in one line: its contents as text if they are text that a terminal can show, else in
/// hexadecimal digits.
public final class MessageText {
  private static final HexFormat HEX = HexFormat.ofDelimiter(" ");
  private static final int MOST_HEX = 256;

  private MessageText() {}

  /// What is known of it, and its contents; of a dead letter also its origin, its attempts and when
  /// it came to the dead letters, and then the contents that its sender sent.
  public static String of(Message message, boolean hex) {
    Optional<DeadLetter> dead = DeadLetter.of(message);
    Message body = dead.map(DeadLetter::body).orElse(message);
    StringBuilder line = new StringBuilder();
    line.append(message.position() < 0 ? "-" : Long.toString(message.position()));
    line.append("  ").append(body.size()).append(" B");
    if (message.sender() >= 0) {
      line.append("  from ").append(message.sender());
    }
    if (message.priority() != 0) {
      line.append("  priority ").append(message.priority());
    }
    if (message.number() != 0) {
      line.append("  number ").append(message.number());
    }
    if (message.redelivered() > 0) {
      line.append("  redelivered ").append(message.redelivered());
    }
    dead.ifPresent(its ->
        line.append("  dead in ")
            .append(its.origin())
            .append(" after ")
            .append(its.attempts())
            .append(" attempts at ")
            .append(its.buried().truncatedTo(ChronoUnit.SECONDS)));
    return line.append("  ").append(contents(body.bytes(), hex)).toString();
  }

  private static String contents(byte[] bytes, boolean hex) {
    if (!hex) {
      try {
        String text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
        if (text.codePoints().noneMatch(Character::isISOControl)) {
          return text;
        }
      } catch (CharacterCodingException noText) {
        // then in digits
      }
    }
    int shown = Math.min(bytes.length, MOST_HEX);
    return HEX.formatHex(bytes, 0, shown) + (shown < bytes.length ? " …" : "");
  }
}
