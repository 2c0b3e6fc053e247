// SPDX-License-Identifier: Apache-2.0
package dure.service;

import dure.CallFailedException;
import dure.Claim;
import dure.Message;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;

/// How a request and its reply lie in their messages: a head of fixed length, then what the codec
/// made. All numbers are little-endian; `docs/services.md` has the table.
final class CallFrame {
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

  private static final int KIND = 0;
  private static final int CORRELATION = 8;
  private static final int CLIENT = 16;

  /// The longest name of a failure's class, in characters.
  private static final int MOST_NAME = 200;

  private CallFrame() {}

  /// Whether a message has the head of this kind.
  static boolean isRequest(Message message) {
    return message.size() >= REQUEST_BYTES && message.getInt(KIND) == REQUEST;
  }

  static boolean isReply(Message message) {
    return message.size() >= REPLY_BYTES
        && (message.getInt(KIND) == ANSWER || message.getInt(KIND) == FAILURE);
  }

  static boolean isFailure(Message message) {
    return message.getInt(KIND) == FAILURE;
  }

  /// The number that a request and its reply share.
  static long correlation(Message message) {
    return message.getLong(CORRELATION);
  }

  /// The number of the client, which names its reply mailbox.
  static long client(Message request) {
    return request.getLong(CLIENT);
  }

  /// The name of the reply mailbox of a client.
  static String replyMailbox(long client) {
    return "reply." + HexFormat.of().toHexDigits(client);
  }

  /// Fills a claim of the exact size with a request, and publishes it.
  static void publishRequest(Claim claim, long correlation, long client, byte[] body) {
    try (claim) {
      claim.putInt(KIND, REQUEST).putInt(KIND + Integer.BYTES, 0);
      claim.putLong(CORRELATION, correlation).putLong(CLIENT, client);
      claim.put(REQUEST_BYTES, body, 0, body.length);
      claim.publish();
    }
  }

  /// Fills a claim of the exact size with a reply, and publishes it.
  static void publishReply(Claim claim, int kind, long correlation, byte[] body) {
    try (claim) {
      claim.putInt(KIND, kind).putInt(KIND + Integer.BYTES, 0);
      claim.putLong(CORRELATION, correlation);
      claim.put(REPLY_BYTES, body, 0, body.length);
      claim.publish();
    }
  }

  /// The body of a failure: the name of its class, a zero byte, and its message, cut to `most`
  /// bytes.
  static byte[] failure(Throwable thrown, long most) {
    String name = thrown.getClass().getName();
    String text = name.substring(0, Math.min(name.length(), MOST_NAME)) + '\0';
    byte[] all = (text + thrown.getMessage()).getBytes(StandardCharsets.UTF_8);
    return all.length <= most ? all : Arrays.copyOf(all, (int) most);
  }

  /// The failure in a reply, as its caller is told of it.
  static CallFailedException failure(String service, Message reply) {
    String[] parts = reply.slice(REPLY_BYTES).text().split("\0", 2);
    return new CallFailedException(service, parts[0], parts.length == 2 ? parts[1] : "");
  }
}
