// SPDX-License-Identifier: Apache-2.0
package dure.conformance;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/// A process that plays the roles it is told to: its name first, then a line each, a number and a
/// [Command]. Each command has a thread of its own, so that the process can be told more, and be
/// asked to interrupt it, while it waits.
final class RoleProcess {
  /// The end of a part.
  static final String BOW = "bow";

  private final RoleRunner part;
  private final Map<String, Thread> threads = new ConcurrentHashMap<>();

  private RoleProcess(String name) {
    part = new RoleRunner(name);
  }

  public static void main(String[] arguments) throws IOException {
    BufferedReader input =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    for (@Nullable String name; (name = input.readLine()) != null; ) {
      new RoleProcess(name).play(input);
    }
    System.exit(0); // whatever still waits
  }

  /// From the name to the bow.
  private void play(BufferedReader input) throws IOException {
    @Nullable String line;
    while ((line = input.readLine()) != null) {
      int space = line.indexOf(' ');
      String number = line.substring(0, space);
      String command = line.substring(space + 1);
      if (command.equals(BOW)) {
        part.close();
        say(":done " + number + " ok 0 0");
        return;
      }
      begin(number, Command.of(command));
    }
    part.close();
  }

  private void begin(String number, Command command) {
    if (command.verb().equals("interrupt")) {
      Objects.requireNonNull(threads.get(command.word(1))).interrupt();
      say(":done " + number + " ok 0 0");
      return;
    }
    Runnable play = () -> play(number, command);
    Thread thread =
        command.named("on", "platform").equals("virtual")
            ? Thread.ofVirtual().unstarted(play)
            : Thread.ofPlatform().daemon().unstarted(play);
    threads.put(number, thread);
    thread.start();
  }

  private void play(String number, Command command) {
    say(":began " + number);
    long began = System.nanoTime();
    String result;
    try {
      result = "ok " + began + " ENDED " + part.play(command);
    } catch (InterruptedException | RuntimeException | Error failure) {
      String told = failure.getClass().getSimpleName() + ": " + failure.getMessage();
      result = "failed " + began + " ENDED " + told.replace('\n', ' ');
    }
    say(":done " + number + " " + result.replaceFirst("ENDED", "" + System.nanoTime()));
  }

  /// Tells the test of something done.
  static void tell(String what, long began, String words) {
    say(RoleEvent.MARK + " " + began + " " + System.nanoTime() + " " + what + " " + words);
  }

  private static synchronized void say(String line) {
    System.out.println(line);
    System.out.flush();
  }
}
