// SPDX-License-Identifier: Apache-2.0
package dure.lab.role;

import dure.pipe.Fifo;
import dure.pipe.PipeEnd;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/// Reads from a pipe, at most so many bytes at a time: what comes may be of several writes.
final class PipeReaderRole implements LabRole {
  private static final int MOST = 8;

  private final Options options;
  private final Controls controls;
  private final Reports reports;

  PipeReaderRole(Options options, Controls controls, Reports reports) {
    this.options = options;
    this.controls = controls;
    this.reports = reports;
  }

  @Override
  public void play() throws InterruptedException {
    reports.say("opened");
    byte[] bytes = new byte[MOST];
    try (PipeEnd end = Fifo.at(Path.of(options.required("fifo"))).openToRead()) {
      while (true) {
        controls.pace();
        reports.say("asks");
        int read = end.read(bytes);
        if (read < 0) {
          reports.say("end");
          return;
        }
        String text = new String(bytes, 0, read, StandardCharsets.UTF_8);
        reports.say("read", text, end.waiting());
      }
    }
  }
}
