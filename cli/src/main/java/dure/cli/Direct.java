// SPDX-License-Identifier: Apache-2.0
package dure.cli;

import dure.DureException;
import dure.cli.exit.ErrorText;
import dure.cli.exit.ExitCode;
import dure.cli.io.Streams;
import dure.cli.options.Count;
import dure.cli.options.Value;
import dure.direct.DirectMessage;
import dure.direct.Link;
import dure.direct.NamedProcess;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/// Talks to other processes by their names, line by line.
final class Direct extends Subcommand {
  private final Value<@Nullable String> name =
      syntax.optionalParameter("NAME", "What this process is to be called.");
  private final Value<@Nullable String> from =
      syntax.option(
          "--from", "NAME", text -> text, "Receive from this process only; others' messages wait");
  private final Value<@Nullable Integer> count =
      syntax.option("--count", "N", Count::parse, "End after N messages have been received");
  private final Value<Boolean> list =
      syntax.flag("--list", "List the processes that have a name, and the links between them.");

  /// How listening ended. Written by the listener, read when it has ended.
  private volatile ExitCode heard = ExitCode.DONE;

  Direct(Streams streams) {
    super(streams, "direct");
    syntax
        .description(
            "Talk to other processes by their names, without a mailbox to create.",
            "Each line of standard input is the name of a process and a message for it; what others"
                + " send is written as 'NAME: message'. The link of two processes comes with the"
                + " first message between them. Ends with standard input, or after --count.")
        .examples(
            "  dure direct P                           in one terminal; type: Q hello",
            "  dure direct Q                           in another",
            "  echo 'Q hello' | dure direct P          says it and leaves",
            "  dure direct R --from P --count 1        waits for P alone",
            "  dure direct --list");
  }

  @Override
  ExitCode run() throws IOException, InterruptedException {
    String mine = name.get();
    if (list.get() == (mine != null)) {
      throw syntax.mistake("say either NAME or --list");
    }
    if (mine == null) {
      return list();
    }
    try (NamedProcess me = NamedProcess.join(mine)) {
      Thread listener = Thread.ofVirtual().start(() -> listen(me));
      if (count.get() == null) {
        ExitCode worst = talk(me);
        listener.interrupt();
        listener.join();
        return worst == ExitCode.DONE ? heard : worst;
      }
      Thread.ofPlatform().daemon().start(() -> talkOnTheSide(me));
      listener.join();
      return heard;
    }
  }

  private ExitCode list() throws IOException {
    for (String process : NamedProcess.all()) {
      streams.print(process + "\n");
    }
    for (Link link : NamedProcess.links()) {
      streams.print(link.one() + " - " + link.other() + "\n");
    }
    return ExitCode.DONE;
  }

  private void talkOnTheSide(NamedProcess me) {
    try {
      talk(me);
    } catch (IOException | InterruptedException ended) {
      // then nothing more is said, and we go on listening
    }
  }

  /// What cannot be sent is complained of; then comes the next line.
  private ExitCode talk(NamedProcess me) throws IOException, InterruptedException {
    ExitCode last = ExitCode.DONE;
    BufferedReader lines =
        new BufferedReader(new InputStreamReader(streams.in(), StandardCharsets.UTF_8));
    for (@Nullable String line; (line = lines.readLine()) != null; ) {
      String[] words = line.strip().split(" ", 2);
      if (words.length < 2) {
        streams.say("a line is the name of a process and a message for it, as 'Q hello'");
        continue;
      }
      try {
        me.send(words[0], words[1].getBytes(StandardCharsets.UTF_8));
      } catch (DureException | IllegalArgumentException failure) {
        last = new ErrorText(streams).complain(failure, "");
      }
    }
    return last;
  }

  private void listen(NamedProcess me) {
    Integer most = count.get();
    String only = from.get();
    try {
      for (int received = 0; most == null || received < most; received++) {
        DirectMessage message = only == null ? me.receive() : me.receive(only);
        streams.print(message.from() + ": " + message.text() + "\n");
        streams.out().flush();
      }
    } catch (InterruptedException ended) {
      // standard input has ended
    } catch (IOException | RuntimeException failure) {
      heard = new ErrorText(streams).complain(failure, "");
    }
  }
}
