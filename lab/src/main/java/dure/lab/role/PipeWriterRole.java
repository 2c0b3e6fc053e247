// SPDX-License-Identifier: Apache-2.0
package dure.lab.role;

import dure.pipe.Fifo;
import dure.pipe.PipeEnd;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/// Writes a few bytes at a time into a pipe: all of one write are the same digit.
final class PipeWriterRole implements LabRole {
  private static final int BYTES = 5;

  private final Options options;
  private final Controls controls;
  private final Reports reports;

  PipeWriterRole(Options options, Controls controls, Reports reports) {
    this.options = options;
    this.controls = controls;
    this.reports = reports;
  }

  @Override
  public void play() throws InterruptedException {
    reports.say("opened");
    try (PipeEnd end = Fifo.at(Path.of(options.required("fifo"))).openToWrite()) {
      for (int count = 1; ; count++) {
        controls.pace();
        String text = Integer.toString(count % 10).repeat(BYTES);
        end.write(text.getBytes(StandardCharsets.UTF_8));
        reports.say("wrote", text, end.waiting());
      }
    }
  }
}
