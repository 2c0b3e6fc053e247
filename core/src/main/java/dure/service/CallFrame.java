// SPDX-License-Identifier: Apache-2.0
package dure.service;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT_UNALIGNED;
import static java.lang.foreign.ValueLayout.JAVA_LONG_UNALIGNED;

import dure.CallFailedException;
import dure.Message;
import dure.Payload;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;

/// How a request and its reply lie in their messages: a head of fixed length, then what the codec
/// made. All numbers are little-endian; `docs/services.md` has the table.
///
/// @param kind [#REQUEST], [#ANSWER] or [#FAILURE]
/// @param correlation the number that a request and its reply share
/// @param client the number of the client, which names its reply mailbox; only in a request
/// @param body what the codec made
@SuppressWarnings("ArrayRecordComponent") // on its way into a message
record CallFrame(int kind, long correlation, long client, byte[] body) {
  /// The head of a request.
  static final int REQUEST_BYTES = 24;

  /// The head of a reply.
  static final int REPLY_BYTES = 16;

  /// Room for a failure, in the smallest reply mailbox.
  static final int FAILURE_BYTES = 1 << 10;

  /// The kinds of message, in the first four bytes. The upper half is the version of the format.
  static final int REQUEST = 1 << 16 | 1;

  static final int ANSWER = 1 << 16 | 2;
  static final int FAILURE = 1 << 16 | 3;

  /// Writes a frame where its message will lie.
  static final Payload<CallFrame> PAYLOAD =
      new Payload<>() {
        @Override
        public long size(CallFrame frame) {
          return frame.headBytes() + (long) frame.body.length;
        }

        @Override
        public void copyTo(CallFrame frame, MemorySegment target, long offset) {
          frame.writeTo(target, offset);
        }

        @Override
        public byte[] bytes(CallFrame frame) {
          byte[] bytes = new byte[Math.toIntExact(size(frame))];
          frame.writeTo(MemorySegment.ofArray(bytes), 0);
          return bytes;
        }
      };

  // Constants, so that the compiler sees through each access.
  private static final ValueLayout.OfInt INT =
      JAVA_INT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
  private static final ValueLayout.OfLong LONG =
      JAVA_LONG_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

  private static final int KIND = 0;
  private static final int ZERO = 4;
  private static final int CORRELATION = 8;
  private static final int CLIENT = 16;

  /// The longest name of a failure's class, in characters.
  private static final int MOST_NAME = 200;

  private static final int NO_CLIENT = 0;

  static CallFrame request(long correlation, long client, byte[] body) {
    return new CallFrame(REQUEST, correlation, client, body);
  }

  static CallFrame answer(long correlation, byte[] body) {
    return new CallFrame(ANSWER, correlation, NO_CLIENT, body);
  }

  /// The body is the name of the class, a zero byte, and the message, cut to what fits.
  static CallFrame failure(long correlation, Throwable thrown) {
    String name = thrown.getClass().getName();
    String text = name.substring(0, Math.min(name.length(), MOST_NAME)) + '\0';
    byte[] all = (text + thrown.getMessage()).getBytes(StandardCharsets.UTF_8);
    byte[] body = all.length <= FAILURE_BYTES ? all : Arrays.copyOf(all, FAILURE_BYTES);
    return new CallFrame(FAILURE, correlation, NO_CLIENT, body);
  }

  private int headBytes() {
    return kind == REQUEST ? REQUEST_BYTES : REPLY_BYTES;
  }

  private void writeTo(MemorySegment target, long offset) {
    target.set(INT, offset + KIND, kind);
    target.set(INT, offset + ZERO, 0);
    target.set(LONG, offset + CORRELATION, correlation);
    if (kind == REQUEST) {
      target.set(LONG, offset + CLIENT, client);
    }
    MemorySegment.copy(body, 0, target, JAVA_BYTE, offset + headBytes(), body.length);
  }

  /// Whether a message has the head of a request.
  static boolean isRequest(Message message) {
    return message.size() >= REQUEST_BYTES && message.getInt(KIND) == REQUEST;
  }

  /// Whether a message has the head of a reply.
  static boolean isReply(Message message) {
    return message.size() >= REPLY_BYTES
        && (message.getInt(KIND) == ANSWER || message.getInt(KIND) == FAILURE);
  }

  /// Whether a reply is a failure.
  static boolean isFailure(Message reply) {
    return reply.getInt(KIND) == FAILURE;
  }

  static long correlation(Message message) {
    return message.getLong(CORRELATION);
  }

  static long client(Message request) {
    return request.getLong(CLIENT);
  }

  /// The name of the reply mailbox of a client.
  static String replyMailbox(long client) {
    return "reply." + HexFormat.of().toHexDigits(client);
  }

  /// The failure in a reply, as its caller is told of it.
  static CallFailedException failure(String service, Message reply) {
    String[] parts = reply.slice(REPLY_BYTES).text().split("\0", 2);
    return new CallFailedException(service, parts[0], parts.length == 2 ? parts[1] : "");
  }
}
