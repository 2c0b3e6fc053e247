// SPDX-License-Identifier: Apache-2.0
package dure.cli;

import dure.cli.exit.ExitCode;
import dure.cli.io.Streams;
import dure.cli.live.Key;
import dure.cli.live.MailboxView;
import dure.cli.live.Screen;
import dure.cli.options.Count;
import dure.cli.options.TimeSpan;
import dure.cli.options.Value;
import dure.inspect.MailboxSnapshot;
import java.io.IOException;
import java.time.Duration;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import org.jline.utils.AttributedString;
import org.jline.utils.AttributedStyle;
import org.jspecify.annotations.Nullable;

/// Shows the inside of one mailbox live.
final class Watch extends Subcommand {
  private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("HH:mm:ss.SSS");

  private final Value<String> name = syntax.parameter("NAME", "Name of the mailbox.");
  private final Value<Duration> every =
      syntax.option("--every", "TIME", TimeSpan::parse, Duration.ofMillis(100), "Look so often");
  private final Value<@Nullable Integer> count =
      syntax.option("--count", "N", Count::parse, "End after N looks; in a pipe, after N lines");
  private final Value<Boolean> json =
      syntax.flag("--json", "Write an object a line, as docs/inspect.md describes it.");
  private final Value<Boolean> plain =
      syntax.flag("--plain", "Write lines instead of filling the screen, as in a pipe.");

  Watch(Streams streams) {
    super(streams, "watch");
    syntax
        .description(
            "Show the inside of a mailbox live: its ring with 'in' and 'out', and who waits.",
            "Nothing is changed and no process is disturbed. A letter is a message of that sender;"
                + " ~A is being written, (A) in a receiver's hands, A! late, /A passed over, a"
                + " cross marks what a dead process left. In a pipe, or with --plain, each change"
                + " is a line.")
        .examples(
            "  dure watch orders",
            "  dure watch orders --plain               a line for each change",
            "  dure watch orders --json --count 1 | jq .cells");
  }

  @Override
  ExitCode run() throws IOException, InterruptedException {
    if (json.get() || plain.get() || !Screen.isThere()) {
      return lines();
    }
    boolean coloured = System.getenv("NO_COLOR") == null;
    MailboxView view = new MailboxView(name.get());
    MailboxSnapshot snapshot = MailboxSnapshot.of(name.get());
    try (Screen screen = Screen.open(coloured)) {
      Integer most = count.get();
      boolean held = false;
      for (int looks = 1; most == null || looks <= most; looks++) {
        snapshot = held ? snapshot : MailboxSnapshot.of(name.get());
        screen.show(filled(view.lines(snapshot, screen.width()), screen));
        Key key = screen.key(every.get());
        held ^= key.is(' ');
        if (key.is('q') || key.name() == Key.Name.ESCAPE || key.name() == Key.Name.END) {
          break;
        }
      }
    }
    return ExitCode.DONE;
  }

  private static List<AttributedString> filled(List<AttributedString> lines, Screen screen) {
    int room = screen.height() - 1;
    List<AttributedString> all = new ArrayList<>(lines.subList(0, Math.min(lines.size(), room)));
    while (all.size() < room) {
      all.add(AttributedString.EMPTY);
    }
    all.add(new AttributedString("space hold  q quit", AttributedStyle.DEFAULT.faint()));
    return all;
  }

  private ExitCode lines() throws IOException, InterruptedException {
    Integer most = count.get();
    String last = "";
    for (int written = 0; most == null || written < most; ) {
      MailboxSnapshot snapshot = MailboxSnapshot.of(name.get());
      String line = json.get() ? snapshot.json() : MailboxView.plain(snapshot);
      if (json.get()) {
        streams.print(line + "\n");
        written++;
      } else if (!line.equals(last)) {
        streams.print(LocalTime.now(ZoneId.systemDefault()).format(TIME) + "  " + line + "\n");
        written++;
        last = line;
      }
      if (most == null || written < most) {
        Thread.sleep(every.get());
      }
    }
    return ExitCode.DONE;
  }
}
