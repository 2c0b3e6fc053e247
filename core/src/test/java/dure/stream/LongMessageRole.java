// SPDX-License-Identifier: Apache-2.0
package dure.stream;

import dure.Mailbox;
import java.io.InputStream;
import java.io.OutputStream;
import java.security.DigestInputStream;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.SplittableRandom;

/// A process that sends or receives one message of any length and says its hash.
final class LongMessageRole {
  private LongMessageRole() {}

  /// @param arguments `send`, the mailbox, the length and the buffer; or `receive` and the mailbox
  public static void main(String[] arguments) throws Exception {
    try (Mailbox mailbox = Mailbox.open(arguments[1])) {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      if (arguments[0].equals("send")) {
        send(mailbox, Long.parseLong(arguments[2]), Long.parseLong(arguments[3]), digest);
      } else {
        receive(mailbox, digest);
      }
      System.out.println("hash " + HexFormat.of().formatHex(digest.digest()));
    } catch (Exception failure) {
      System.out.println(
          "failed " + failure.getClass().getSimpleName() + " " + failure.getMessage());
    }
  }

  private static void send(Mailbox mailbox, long length, long buffer, MessageDigest digest)
      throws Exception {
    byte[] block = new byte[1 << 18];
    SplittableRandom random = new SplittableRandom(length);
    try (OutputStream message =
        new DigestOutputStream(OutgoingMessage.to(mailbox, length, buffer), digest)) {
      long sent = 0;
      for (; sent < length; sent += block.length) {
        if (sent % (1 << 26) == 0) {
          random.nextBytes(block);
          System.out.println("sent " + sent);
        }
        message.write(block, 0, (int) Math.min(block.length, length - sent));
      }
    }
  }

  private static void receive(Mailbox mailbox, MessageDigest digest) throws Exception {
    byte[] block = new byte[1 << 18];
    long received = 0;
    long told = 0;
    try (InputStream message = new DigestInputStream(IncomingMessage.from(mailbox), digest)) {
      for (int count; (count = message.read(block)) >= 0; received += count) {
        if (received == 0) {
          System.out.println("began");
        }
        if (received >= told) {
          System.out.println("has " + told);
          told += 1 << 26;
        }
      }
    }
    System.out.println("received " + received);
  }
}
