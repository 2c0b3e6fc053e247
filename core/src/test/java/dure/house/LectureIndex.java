// SPDX-License-Identifier: Apache-2.0
package dure.house;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// Writes `docs/lecture-tests.md` from the marks of the tests: a line `LECTURE: 4.3, 9` at the
/// beginning of a test, or of a class of tests, names the sections that it shows.
final class LectureIndex {
  static final Path ROOT = Path.of("..").toAbsolutePath().normalize();
  private static final Pattern MARK =
      Pattern.compile(
          "(?:\\bvoid (\\w+)\\([^{}]*?\\)|\\b(?:class|interface) (\\w+))[^{};]*\\{\\s*"
              + "// LECTURE: ([0-9., ]+)");
  private static final Pattern HEADING =
      Pattern.compile("(?m)^#{2,3} ((\\d+(?:\\.\\d+)?)\\.? .*)$");
  private static final String HEAD =
      """
      # The tests of the lecture

      The tests that show what each section of [the lecture](lecture.md) says.

      Made by `LectureIndexTest` from the marks `LECTURE:` in the tests; do not edit. A class whose name ends in `Contract`
      runs for every transport, each role in a process of its own.
      """;

  /// A test that shows what a section says.
  ///
  /// @param file of its class, from the root of the project
  /// @param name of its method, or of its class
  /// @param section the number of the section
  private record Mark(Path file, String name, String section) {
    private String row() {
      String type = file.getFileName().toString().replace(".java", "");
      String shows = name.equals(type) ? "all of it" : name.replace('_', ' ');
      return "| [" + type + "](../" + file + ") | " + shows + " |\n";
    }
  }

  private LectureIndex() {}

  /// The number of each section of the lecture, and its heading.
  static Map<String, String> headings() throws IOException {
    Map<String, String> headings = new LinkedHashMap<>();
    Matcher heading = HEADING.matcher(Files.readString(ROOT.resolve("docs/lecture.md")));
    while (heading.find()) {
      headings.put(heading.group(2), heading.group(1));
    }
    return headings;
  }

  /// The name by which a link finds a heading.
  static String anchor(String heading) {
    return heading.toLowerCase(Locale.ROOT).replaceAll("[^\\p{L}\\p{N} -]", "").replace(' ', '-');
  }

  static String text() throws IOException {
    List<Mark> marks = marks();
    StringBuilder text = new StringBuilder(HEAD);
    for (Map.Entry<String, String> heading : headings().entrySet()) {
      List<Mark> shown =
          marks.stream().filter(mark -> mark.section().equals(heading.getKey())).toList();
      if (!shown.isEmpty()) {
        text.append("\n## ").append(heading.getValue());
        text.append("\n\n| class | shows |\n| --- | --- |\n");
        shown.forEach(mark -> text.append(mark.row()));
      }
    }
    return text.toString();
  }

  /// The sections that any test shows.
  static List<String> shown() throws IOException {
    return marks().stream().map(Mark::section).distinct().toList();
  }

  private static List<Mark> marks() throws IOException {
    List<Mark> marks = new ArrayList<>();
    for (Path file : tests()) {
      String source = Files.readString(file);
      if (source.contains("// LECTURE:")) {
        MARK.matcher(source).results().forEach(mark -> add(marks, file, mark));
      }
    }
    return marks;
  }

  private static void add(List<Mark> marks, Path file, MatchResult mark) {
    String name = mark.group(1) == null ? mark.group(2) : mark.group(1);
    for (String section : mark.group(3).strip().split(", ", -1)) {
      marks.add(new Mark(ROOT.relativize(file), name, section));
    }
  }

  /// The sources of tests, and of the contract suite.
  private static List<Path> tests() throws IOException {
    List<Path> tests = new ArrayList<>();
    try (Stream<Path> modules = Files.list(ROOT)) {
      for (Path module : modules.filter(Files::isDirectory).sorted().toList()) {
        for (String place : List.of("src/test/java", "src/main/java", "test")) {
          boolean holdsTests = !place.equals("src/main/java") || module.endsWith("conformance");
          Path sources = module.resolve(place);
          if (holdsTests && Files.isDirectory(sources)) {
            try (Stream<Path> files = Files.walk(sources)) {
              files.filter(file -> file.toString().endsWith(".java")).sorted().forEach(tests::add);
            }
          }
        }
      }
    }
    return tests;
  }
}
