// SPDX-License-Identifier: Apache-2.0
package dure.cli.demo;

import dure.cli.options.ByteSize;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import me.tongfei.progressbar.ConsoleProgressBarConsumer;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;

/// Shows how far a run has come: as a bar that moves on a terminal, as a line now and then
/// elsewhere.
interface DemoProgress extends AutoCloseable {
  /// @param bytes that have arrived
  /// @param depth messages in the mailbox
  void show(long bytes, long depth);

  /// Says something beside the figures.
  void say(String sentence);

  @Override
  void close();

  /// The one that fits what `err` is.
  static DemoProgress on(PrintStream err, long fileBytes, int capacity) {
    return isTerminal() ? new Bar(err, fileBytes, capacity) : new Lines(err, fileBytes, capacity);
  }

  private static boolean isTerminal() {
    try {
      String target = Files.readSymbolicLink(Path.of("/proc/self/fd/2")).toString();
      return target.startsWith("/dev/pts/") || target.startsWith("/dev/tty");
    } catch (IOException noProc) {
      return false;
    }
  }

  /// On a terminal.
  final class Bar implements DemoProgress {
    private static final int REFRESH_MILLIS = 100;

    private final PrintStream err;
    private final int capacity;
    private final ProgressBar bar;

    Bar(PrintStream err, long fileBytes, int capacity) {
      this.err = err;
      this.capacity = capacity;
      this.bar =
          new ProgressBarBuilder()
              .setTaskName("dure")
              .setInitialMax(fileBytes)
              .setUnit(" MiB", 1 << 20)
              .setStyle(ProgressBarStyle.UNICODE_BLOCK)
              .setUpdateIntervalMillis(REFRESH_MILLIS)
              .showSpeed()
              .setConsumer(new ConsoleProgressBarConsumer(err))
              .build();
    }

    @Override
    public void show(long bytes, long depth) {
      bar.stepTo(bytes);
      bar.setExtraMessage(" depth " + depth + "/" + capacity);
    }

    @Override
    public void say(String sentence) {
      err.println();
      err.println(sentence);
    }

    @Override
    public void close() {
      bar.close();
    }
  }

  /// Into a file or a pipe.
  final class Lines implements DemoProgress {
    private static final int STEPS = 10;

    private final PrintStream err;
    private final long fileBytes;
    private final int capacity;
    private final long start = System.nanoTime();
    private long shown;

    Lines(PrintStream err, long fileBytes, int capacity) {
      this.err = err;
      this.fileBytes = fileBytes;
      this.capacity = capacity;
    }

    @Override
    public void show(long bytes, long depth) {
      long step = bytes * STEPS / fileBytes;
      if (step > shown) {
        shown = step;
        double seconds = (System.nanoTime() - start) / 1e9;
        err.printf(
            "%3d %%  %s of %s, %s/s, depth %d/%d%n",
            step * 100 / STEPS,
            new ByteSize(bytes),
            new ByteSize(fileBytes),
            new ByteSize((long) (bytes / seconds)),
            depth,
            capacity);
      }
    }

    @Override
    public void say(String sentence) {
      err.println(sentence);
    }

    @Override
    public void close() {
      err.flush();
    }
  }
}
