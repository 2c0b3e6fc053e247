// SPDX-License-Identifier: Apache-2.0
package dure.pipe;

import dure.DureException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Scanner;
import java.util.concurrent.CountDownLatch;

/// A process at one end of a pipe.
final class PipePlayer {
  private PipePlayer() {}

  /// @param arguments what to do, and where
  public static void main(String[] arguments) throws Exception {
    try {
      play(arguments);
    } catch (DureException failure) {
      System.out.println(failure.getClass().getSimpleName() + " " + failure.getMessage());
    }
  }

  private static void play(String[] arguments) throws Exception {
    switch (arguments[0]) {
      case "grow" -> {
        long most;
        try (Scanner limit =
            new Scanner(Path.of("/proc/sys/fs/pipe-max-size"), StandardCharsets.UTF_8)) {
          most = limit.nextLong();
        }
        try (Pipe pipe = Pipe.create()) {
          System.out.println(pipe.readEnd().capacity(2 * most));
        }
      }
      case "echo" -> echo();
      case "count" -> count();
      case "write" -> {
        try (PipeEnd end = Fifo.at(Path.of(arguments[1])).openToWrite()) {
          end.write("alive".getBytes(StandardCharsets.UTF_8));
          System.out.println("written");
          new CountDownLatch(1).await(); // until it is killed
        }
      }
      case "read" -> {
        try (PipeEnd end = Fifo.at(Path.of(arguments[1])).openToRead()) {
          System.out.println("open");
          int got = end.read(new byte[100]);
          System.out.println("read " + got);
          new CountDownLatch(1).await(); // until it is killed
        }
      }
      default -> throw new IllegalArgumentException(arguments[0]);
    }
  }

  /// Messages from its standard input to its standard output, doubled.
  private static void echo() throws InterruptedException {
    PipeFrames in = new PipeFrames(Pipe.inherited(0));
    PipeFrames out = new PipeFrames(Pipe.inherited(1));
    for (byte[] message = in.read(); message != null; message = in.read()) {
      String text = new String(message, StandardCharsets.UTF_8);
      out.write((text + text).getBytes(StandardCharsets.UTF_8));
    }
  }

  /// A stream at its standard input, to its end.
  private static void count() throws InterruptedException {
    try (PipeEnd in = Pipe.inherited(0)) {
      long bytes = 0;
      byte[] some = new byte[10_000];
      for (int got = in.read(some); got >= 0; got = in.read(some)) {
        bytes += got;
      }
      System.out.println(bytes + " bytes");
    }
  }
}
