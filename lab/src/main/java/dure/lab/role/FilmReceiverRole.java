// SPDX-License-Identifier: Apache-2.0
package dure.lab.role;

import dure.CutMessageException;
import dure.Mailbox;
import dure.stream.IncomingMessage;
import java.io.IOException;

/// Receives long messages, piece by piece.
final class FilmReceiverRole implements LabRole {
  private final Options options;
  private final Controls controls;
  private final Reports reports;

  FilmReceiverRole(Options options, Controls controls, Reports reports) {
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
        reports.say("asks");
        try (IncomingMessage film = IncomingMessage.from(mailbox)) {
          receive(film);
        } catch (CutMessageException cut) {
          reports.say("cut");
        }
      }
    }
  }

  private void receive(IncomingMessage film) throws InterruptedException, IOException {
    byte[] bytes = new byte[FilmSenderRole.PIECE_BYTES];
    int all = 2 * FilmSenderRole.PIECES;
    int pieces = 0;
    reports.say("asks", "A1", pieces, all);
    for (int read = film.readNBytes(bytes, 0, bytes.length);
        read > 0;
        read = film.readNBytes(bytes, 0, bytes.length)) {
      pieces++;
      String name = "A" + pieces;
      reports.say("took", name, 0, pieces - 1, pieces, all);
      controls.pace();
      reports.say("asks", name, pieces, all);
    }
    reports.say("whole", pieces);
  }
}
