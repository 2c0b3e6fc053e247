// SPDX-License-Identifier: Apache-2.0
package dure.lab.role;

import dure.Mailbox;
import dure.stream.OutgoingMessage;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/// Sends one long message after the other through a buffer that is half as large.
final class FilmSenderRole implements LabRole {
  /// Of the buffer; twice as many make a film.
  static final int PIECES = 16;

  static final int PIECE_BYTES = 4096;

  private final Options options;
  private final Controls controls;
  private final Reports reports;

  FilmSenderRole(Options options, Controls controls, Reports reports) {
    this.options = options;
    this.controls = controls;
    this.reports = reports;
  }

  @Override
  public void play() throws InterruptedException, IOException {
    try (Mailbox mailbox =
        Mailbox.named(options.required("address")).participant(options.letter()).open()) {
      reports.say("opened");
      while (true) {
        send(mailbox);
      }
    }
  }

  private void send(Mailbox mailbox) throws InterruptedException, IOException {
    int all = 2 * PIECES;
    long length = (long) all * PIECE_BYTES;
    reports.say("begins", length);
    try (OutgoingMessage film = OutgoingMessage.to(mailbox, length, (long) PIECES * PIECE_BYTES)) {
      for (int piece = 1; piece <= all; piece++) {
        reports.say("makes", options.letter() + piece, piece - 1, all);
        controls.pace();
        byte[] bytes = new byte[PIECE_BYTES];
        byte[] name = (options.letter() + piece).getBytes(StandardCharsets.UTF_8);
        System.arraycopy(name, 0, bytes, 0, name.length);
        reports.say("sends", options.letter() + piece, piece - 1, all);
        film.write(bytes, 0, bytes.length);
        film.flush();
        reports.say("accepted", options.letter() + piece, piece, all);
      }
    }
    reports.say("delivered", all);
  }
}
