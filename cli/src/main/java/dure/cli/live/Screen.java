// SPDX-License-Identifier: Apache-2.0
package dure.cli.live;

import dure.cli.live.Key.Name;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jline.terminal.Attributes;
import org.jline.terminal.Terminal;
import org.jline.terminal.Terminal.Signal;
import org.jline.terminal.TerminalBuilder;
import org.jline.utils.AttributedString;
import org.jline.utils.Display;
import org.jline.utils.InfoCmp.Capability;
import org.jline.utils.NonBlockingReader;

/// The whole terminal, as long as it is open; closing it, or a signal, puts back what was there.
public final class Screen implements AutoCloseable {
  private static final char ESCAPE = 27;
  private static final long SEQUENCE_MILLIS = 50;
  private static final int LEAST_COLUMNS = 20;
  private static final int LEAST_ROWS = 5;

  private final Terminal terminal;
  private final Attributes before;
  private final Display display;
  private final boolean coloured;
  private final Thread atExit = new Thread(this::restore, "dure-screen");
  private boolean open = true;
  private volatile boolean interrupted;

  private Screen(Terminal terminal, boolean coloured) {
    this.terminal = terminal;
    this.coloured = coloured;
    this.before = terminal.enterRawMode();
    this.display = new Display(terminal, true);
    terminal.handle(Signal.INT, _ -> interrupted = true);
    terminal.puts(Capability.enter_ca_mode);
    terminal.puts(Capability.cursor_invisible);
    terminal.flush();
    Runtime.getRuntime().addShutdownHook(atExit);
  }

  /// Whether standard input and output are a terminal.
  public static boolean isThere() {
    return isTerminal(0) && isTerminal(1);
  }

  private static boolean isTerminal(int descriptor) {
    try {
      String target = Files.readSymbolicLink(Path.of("/proc/self/fd/" + descriptor)).toString();
      return target.startsWith("/dev/pts/")
          || target.startsWith("/dev/tty")
          || target.equals("/dev/console");
    } catch (IOException noProc) {
      return false;
    }
  }

  /// Takes the terminal over.
  ///
  /// @param coloured whether to use colours, bold and dim, as far as the terminal has them
  public static Screen open(boolean coloured) throws IOException {
    Terminal terminal =
        TerminalBuilder.builder()
            .system(true)
            .dumb(true)
            .providers("ffm,exec,dumb")
            .encoding(StandardCharsets.UTF_8)
            .build();
    return new Screen(terminal, coloured);
  }

  public int width() {
    return Math.max(LEAST_COLUMNS, terminal.getSize().getColumns());
  }

  public int height() {
    return Math.max(LEAST_ROWS, terminal.getSize().getRows());
  }

  /// Shows these lines from the top; what does not fit is left out. Only what has changed is
  /// written to the terminal.
  @SuppressWarnings(
      "deprecation") // by two numbers: older JLines, which others bring, have no other
  public void show(List<AttributedString> lines) {
    int rows = height();
    int columns = width();
    display.resize(rows, columns);
    List<AttributedString> fitting = new ArrayList<>();
    for (int row = 0; row < rows; row++) {
      AttributedString line = row < lines.size() ? lines.get(row) : AttributedString.EMPTY;
      AttributedString cut = line.columnSubSequence(0, columns);
      fitting.add(coloured ? cut : new AttributedString(cut.toString()));
    }
    display.update(fitting, 0);
  }

  /// The next key, waiting for one at most so long.
  public Key key(Duration within) throws IOException {
    NonBlockingReader reader = terminal.reader();
    int read = reader.read(Math.max(1, within.toMillis()));
    if (interrupted || read == NonBlockingReader.EOF) {
      return Key.of(Name.END);
    }
    return switch (read) {
      case NonBlockingReader.READ_EXPIRED -> Key.of(Name.NONE);
      case '\r', '\n' -> Key.of(Name.ENTER);
      case '\b', 127 -> Key.of(Name.BACKSPACE);
      case ESCAPE -> sequence(reader);
      default -> new Key(Name.CHARACTER, (char) read);
    };
  }

  /// An escape alone, or the keys that begin with one.
  private static Key sequence(NonBlockingReader reader) throws IOException {
    int second = reader.read(SEQUENCE_MILLIS);
    if (second != '[' && second != 'O') {
      return Key.of(Name.ESCAPE);
    }
    int third = reader.read(SEQUENCE_MILLIS);
    if (third == '5' || third == '6') {
      int _ = reader.read(SEQUENCE_MILLIS); // the tilde
    }
    return Key.of(
        switch (third) {
          case 'A' -> Name.UP;
          case 'B' -> Name.DOWN;
          case '5' -> Name.PAGE_UP;
          case '6' -> Name.PAGE_DOWN;
          default -> Name.NONE;
        });
  }

  private synchronized void restore() {
    if (!open) {
      return;
    }
    open = false;
    terminal.puts(Capability.exit_ca_mode);
    terminal.puts(Capability.cursor_normal);
    terminal.flush();
    terminal.setAttributes(before);
  }

  @Override
  public void close() throws IOException {
    restore();
    try {
      Runtime.getRuntime().removeShutdownHook(atExit);
    } catch (IllegalStateException ending) {
      return; // then the hook has done it
    }
    terminal.close();
  }
}
