// SPDX-License-Identifier: Apache-2.0
package dure.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// What the lecture tells its readers to type, read from its page.
final class LectureSteps {
  /// What stands behind a terminal's prompt: in a block, a line; in the text, between back-quotes.
  private static final Pattern STEP = Pattern.compile("(?m)(?:^|`)([ABC])\\$ ([^`\\n]*)");

  private static final Pattern HEADING = Pattern.compile("(?m)^#{2,3} (.*)$");
  private static final Pattern COMMAND = Pattern.compile("\\./dure ([^`#|;<>\\n]*)");
  private static final Pattern WORD = Pattern.compile("\"([^\"]*)\"|'([^']*)'|(\\S+)");
  private static final Pattern YES = Pattern.compile("yes \\| head -(\\d+) \\| (.*)");

  private LectureSteps() {}

  /// A command in a terminal.
  ///
  /// @param terminal its letter
  /// @param words the command's arguments
  /// @param input what another program writes to its standard input; null for nothing
  record Typed(char terminal, List<String> words, @Nullable String input) {}

  /// A section of the lecture, and what it has its reader type in this order.
  record Section(String heading, List<Typed> steps) {
    @Override
    public String toString() {
      return heading;
    }
  }

  /// The sections that have steps.
  static List<Section> sections(Path page) throws IOException {
    String text = Files.readString(page);
    List<Section> sections = new ArrayList<>();
    Matcher heading = HEADING.matcher(text);
    int from = 0;
    String name = "";
    while (from < text.length()) {
      boolean found = heading.find(from);
      int to = found ? heading.start() : text.length();
      List<Typed> steps = steps(text.substring(from, to));
      if (!steps.isEmpty()) {
        sections.add(new Section(name, steps));
      }
      name = found ? heading.group(1) : "";
      from = found ? heading.end() : text.length();
    }
    return sections;
  }

  private static List<Typed> steps(String section) {
    List<Typed> steps = new ArrayList<>();
    Matcher step = STEP.matcher(section);
    while (step.find()) {
      char terminal = step.group(1).charAt(0);
      for (String command : step.group(2).replaceFirst("\\s#.*", "").split(";", -1)) {
        steps.add(typed(terminal, command.strip()));
      }
    }
    return steps;
  }

  private static Typed typed(char terminal, String command) {
    Matcher yes = YES.matcher(command);
    return yes.matches()
        ? new Typed(terminal, words(yes.group(2)), "y\n".repeat(Integer.parseInt(yes.group(1))))
        : new Typed(terminal, words(command), null);
  }

  /// Every command on the page, with its arguments, wherever it stands.
  static List<List<String>> commands(Path page) throws IOException {
    return commands(Files.readString(page));
  }

  private static List<List<String>> commands(String text) {
    List<List<String>> commands = new ArrayList<>();
    Matcher command = COMMAND.matcher(text);
    while (command.find()) {
      commands.add(words("./dure " + command.group(1)));
    }
    return commands;
  }

  /// The commands outside of tables.
  static List<List<String>> commandsOfTheText(Path page) throws IOException {
    return commands(
        Files.readAllLines(page).stream()
            .filter(line -> !line.startsWith("|"))
            .collect(Collectors.joining("\n")));
  }

  private static List<String> words(String command) {
    List<String> words = new ArrayList<>();
    Matcher word = WORD.matcher(command);
    while (word.find()) {
      words.add(word.group().replaceAll("^[\"']|[\"']$", ""));
    }
    return words.subList(words.getFirst().equals("./dure") ? 1 : 0, words.size());
  }
}
