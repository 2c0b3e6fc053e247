// SPDX-License-Identifier: Apache-2.0
package dure.cli;

import dure.DureException;
import dure.Mailbox;
import dure.Namespace;
import dure.cli.exit.ExitCode;
import dure.cli.io.Streams;
import dure.cli.io.TextWidth;
import dure.cli.live.History;
import dure.cli.live.Key;
import dure.cli.live.MailboxView;
import dure.cli.live.Screen;
import dure.cli.live.TopView;
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

/// Shows all mailboxes live.
final class Top extends Subcommand {
  private static final String KEYS =
      "up/down choose  enter inside  / filter  n d f i o a sort  space hold  q quit";
  private static final String INSIDE_KEYS = "q, escape back  space hold";
  private static final int PIPE_WIDTH = 100;
  private static final int AROUND_ROWS = 3;
  private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("HH:mm:ss");

  private final Value<@Nullable String> filter =
      syntax.optionalParameter("PART", "Show only mailboxes with this in their name.");
  private final Value<Duration> every =
      syntax.option("--every", "TIME", TimeSpan::parse, Duration.ofSeconds(1), "Look so often");
  private final Value<@Nullable Integer> count =
      syntax.option("--count", "N", Count::parse, "End after N looks");
  private final Value<Boolean> plain =
      syntax.flag("--plain", "Write lines instead of filling the screen, as in a pipe.");
  private final Value<Boolean> noColour =
      syntax.flag("--no-color", "Use no colours; so does NO_COLOR in the environment.");

  private final TopView view = new TopView();
  private int chosen;
  private boolean held;
  private boolean filtering;
  private @Nullable MailboxView inside;
  private String insideOf = "";
  private List<AttributedString> insideLines = List.of();

  Top(Streams streams) {
    super(streams, "top");
    syntax
        .description(
            "Show all mailboxes, how full they are, and what flows through them.",
            "Nothing is changed and no process is disturbed. OLDEST is the age of the oldest"
                + " message, with '>' if it lay there before the first look. In a pipe, or with"
                + " --plain, each look is a table.")
        .examples(
            "  dure top",
            "  dure top orders --every 200ms",
            "  dure top --plain --count 1              one table",
            "  NO_COLOR=1 dure top                     in one colour");
  }

  @Override
  ExitCode run() throws IOException, InterruptedException {
    String part = filter.get();
    view.filter(part == null ? "" : part);
    return plain.get() || !Screen.isThere() ? table() : screen();
  }

  private ExitCode table() throws IOException, InterruptedException {
    Integer most = count.get();
    for (int looks = 0; most == null || looks < most; looks++) {
      if (looks > 0) {
        Thread.sleep(every.get());
        streams.print("\n");
      }
      view.add(Mailbox.list());
      streams.print(view.plain(PIPE_WIDTH));
    }
    return ExitCode.DONE;
  }

  private ExitCode screen() throws IOException {
    boolean coloured = !noColour.get() && System.getenv("NO_COLOR") == null;
    try (Screen screen = Screen.open(coloured)) {
      Integer most = count.get();
      long next = System.nanoTime();
      for (int looks = 0; ; ) {
        if (System.nanoTime() - next >= 0) {
          next = System.nanoTime() + every.get().toNanos();
          if (most != null && looks++ >= most) {
            return ExitCode.DONE;
          }
          look(screen);
        }
        screen.show(lines(screen.width(), screen.height()));
        Key key = screen.key(Duration.ofNanos(next - System.nanoTime()));
        if (key.name() == Key.Name.END || !press(key, screen)) {
          return ExitCode.DONE;
        }
      }
    }
  }

  private void look(Screen screen) {
    if (held) {
      return;
    }
    view.add(Mailbox.list());
    lookInside(screen.width());
  }

  private void lookInside(int width) {
    MailboxView its = inside;
    if (its != null) {
      try {
        insideLines = its.lines(MailboxSnapshot.of(insideOf), width);
      } catch (DureException gone) {
        insideLines = List.of(new AttributedString(gone.getMessage()));
      }
    }
  }

  // Keys.

  /// What a key does; false if it ends the command.
  private boolean press(Key key, Screen screen) {
    if (filtering) {
      type(key);
      return true;
    }
    if (inside != null) {
      if (key.is('q') || key.name() == Key.Name.ESCAPE) {
        inside = null;
      }
    } else if (key.name() == Key.Name.ENTER) {
      open(screen);
    } else if (key.is('q')) {
      return false;
    }
    switch (key.name()) {
      case UP -> chosen--;
      case DOWN -> chosen++;
      case PAGE_UP -> chosen -= screen.height();
      case PAGE_DOWN -> chosen += screen.height();
      case CHARACTER -> character(key);
      default -> {}
    }
    chosen = Math.clamp(chosen, 0, Math.max(0, view.rows().size() - 1));
    return true;
  }

  private void character(Key key) {
    if (key.is(' ')) {
      held = !held;
    } else if (key.is('/') && inside == null) {
      filtering = true;
    } else if (inside == null && view.sort(key.character())) {
      chosen = 0;
    }
  }

  private void type(Key key) {
    String text = view.filter();
    switch (key.name()) {
      case ENTER -> filtering = false;
      case ESCAPE -> {
        filtering = false;
        view.filter("");
      }
      case BACKSPACE -> view.filter(text.substring(0, Math.max(0, text.length() - 1)));
      case CHARACTER -> view.filter(text + key.character());
      default -> {}
    }
    chosen = 0;
  }

  private void open(Screen screen) {
    List<History> rows = view.rows();
    if (chosen < rows.size()) {
      insideOf = TopView.name(rows.get(chosen));
      inside = new MailboxView(insideOf);
      lookInside(screen.width());
    }
  }

  // Lines.

  private List<AttributedString> lines(int width, int height) {
    List<AttributedString> lines = new ArrayList<>();
    if (inside != null) {
      lines.addAll(insideLines.subList(0, Math.min(insideLines.size(), height - 1)));
    } else {
      lines.add(new AttributedString(title()));
      lines.add(TopView.header(width));
      rows(lines, width, height - AROUND_ROWS);
    }
    while (lines.size() < height - 1) {
      lines.add(AttributedString.EMPTY);
    }
    String keys = inside == null ? KEYS : INSIDE_KEYS;
    String last = filtering ? "filter: " + view.filter() + "_" : keys;
    lines.add(new AttributedString(TextWidth.cut(last, width), AttributedStyle.DEFAULT.faint()));
    return lines;
  }

  private void rows(List<AttributedString> lines, int width, int room) {
    List<History> rows = view.rows();
    int first = Math.max(0, Math.min(chosen - room / 2, rows.size() - room));
    for (int row = first; row < Math.min(rows.size(), first + room); row++) {
      lines.add(TopView.line(rows.get(row), width, row == chosen));
    }
    if (rows.isEmpty()) {
      lines.add(new AttributedString(" no mailboxes; 'dure create NAME' makes one"));
    }
  }

  private String title() {
    return "dure top  "
        + LocalTime.now(ZoneId.systemDefault()).format(TIME)
        + "  mailboxes: "
        + view.size()
        + (view.filter().isEmpty() ? "" : ", with '" + view.filter() + "'")
        + (held ? ", held" : "")
        + ", by "
        + view.sorted()
        + ", in "
        + Namespace.current().directory();
  }
}
