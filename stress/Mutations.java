// SPDX-License-Identifier: Apache-2.0

import java.io.File;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.tools.ToolProvider;
import org.junit.platform.engine.DiscoverySelector;
import org.junit.platform.engine.discovery.DiscoverySelectors;
import org.junit.platform.launcher.EngineFilter;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;
import org.junit.platform.launcher.listeners.SummaryGeneratingListener;

/// Applies the mutations of a list one by one and runs the tests that are to notice each. Started
/// by `stress/mutations`, which see.
final class Mutations {
  private static final int LIMIT_SECONDS = 30;
  private static final int GREEN_SECONDS = 600;
  private static final int GREEN = 0;
  private static final int RED = 10;
  private static final int NO_TEST = 11;

  /// Lines that follow each other in a file, and what stands there instead.
  private record Hunk(List<String> before, List<String> after) {}

  /// A mutation of the list.
  private record Mutation(String name, Path file, List<Hunk> hunks, List<String> tests) {}

  private final Path scratch;
  private final String classes;
  private final String crash;

  private Mutations(Path scratch, String classes, String crash) {
    this.scratch = scratch;
    this.classes = classes;
    this.crash = crash;
  }

  /// Arguments: a directory for the mutated classes, the class path of the tests of core, the
  /// directory of the test classes of crash, the list, and words of which one is in the names of
  /// the mutations to be run, if not all. Or `--run` and tests.
  public static void main(String[] arguments) throws Exception {
    if (arguments[0].equals("--run")) {
      System.exit(run(List.of(arguments).subList(1, arguments.length)));
    }
    List<String> words = List.of(arguments).subList(4, arguments.length);
    List<Mutation> all =
        read(Path.of(arguments[3])).stream()
            .filter(m -> words.isEmpty() || words.stream().anyMatch(m.name()::contains))
            .toList();
    var mutations = new Mutations(Path.of(arguments[0]), arguments[1], arguments[2]);
    System.exit(mutations.tryAll(all) ? 0 : 1);
  }

  // The list.

  private static List<Mutation> read(Path list) throws IOException {
    List<Mutation> all = new ArrayList<>();
    Path file = null;
    for (String line : Files.readAllLines(list)) {
      String text = line.length() > 2 ? line.substring(2) : "";
      Mutation last = all.isEmpty() ? null : all.getLast();
      if (line.startsWith("# ")) {
        all.add(new Mutation(text.strip(), Path.of(""), new ArrayList<>(), new ArrayList<>()));
      } else if (line.startsWith("@ ")) {
        file = Path.of("core/src/main/java/dure", text.strip());
        all.set(all.size() - 1, new Mutation(last.name(), file, last.hunks(), last.tests()));
      } else if (line.startsWith("- ")) {
        if (last.hunks().isEmpty() || !last.hunks().getLast().after().isEmpty()) {
          last.hunks().add(new Hunk(new ArrayList<>(), new ArrayList<>()));
        }
        last.hunks().getLast().before().add(text.strip());
      } else if (line.startsWith("+")) {
        last.hunks().getLast().after().add(text);
      } else if (line.startsWith("= ")) {
        last.tests().add(text.strip());
      }
    }
    return all;
  }

  private static String mutated(Mutation mutation) throws IOException {
    List<String> lines = new ArrayList<>(Files.readAllLines(mutation.file()));
    for (Hunk hunk : mutation.hunks()) {
      int found = -1;
      for (int i = 0; i + hunk.before().size() <= lines.size(); i++) {
        List<String> here = lines.subList(i, i + hunk.before().size());
        if (here.stream().map(String::strip).toList().equals(hunk.before())) {
          if (found >= 0) {
            throw new IllegalArgumentException("stands there twice: " + hunk.before());
          }
          found = i;
        }
      }
      if (found < 0) {
        throw new IllegalArgumentException("does not stand there: " + hunk.before());
      }
      lines.subList(found, found + hunk.before().size()).clear();
      lines.addAll(found, hunk.after());
    }
    return String.join("\n", lines) + "\n";
  }

  // Trying.

  private boolean tryAll(List<Mutation> all) throws IOException, InterruptedException {
    if (!areGreen(all)) {
      System.out.println("the tests fail without a mutation:");
      System.out.println(Files.readString(scratch.resolve("tests.log")));
      return false;
    }
    int killed = 0;
    System.out.println("| mutation | package | related tests | result | s |");
    System.out.println("| --- | --- | --- | --- | --- |");
    for (Mutation mutation : all) {
      long began = System.nanoTime();
      String result = attempt(mutation);
      killed += result.equals("killed") ? 1 : 0;
      System.out.printf(
          "| %s | %s | %s | %s | %.1f |%n",
          mutation.name(),
          Path.of("core/src/main/java/dure").relativize(mutation.file()).getParent(),
          String.join(", ", mutation.tests().stream().map(Mutations::shortName).toList()),
          result,
          (System.nanoTime() - began) / 1e9);
    }
    System.out.println();
    System.out.println(killed + " of " + all.size() + " killed");
    return killed == all.size();
  }

  /// Whether the tests of all these mutations are green without them.
  private boolean areGreen(List<Mutation> all) throws IOException, InterruptedException {
    Path none = scratch.resolve("overlay");
    clear(none);
    List<String> tests = all.stream().flatMap(m -> m.tests().stream()).distinct().toList();
    for (boolean dies : new boolean[] {true, false}) {
      List<String> some = tests.stream().filter(test -> isOfCrash(test) == dies).toList();
      if (!some.isEmpty() && fork(none, some, GREEN_SECONDS) != GREEN) {
        return false;
      }
    }
    return true;
  }

  private static boolean isOfCrash(String test) {
    return test.startsWith("dure.crash.");
  }

  private static String shortName(String test) {
    String name = test.replaceAll("\\(.*?\\)", "");
    return "`" + name.substring(name.lastIndexOf('.', (name + "#").indexOf('#')) + 1) + "`";
  }

  private String attempt(Mutation mutation) throws IOException, InterruptedException {
    Path overlay = scratch.resolve("overlay");
    clear(overlay);
    String source;
    try {
      source = mutated(mutation);
    } catch (IllegalArgumentException e) {
      return "not applied: " + e.getMessage();
    }
    Path file = scratch.resolve("source").resolve(mutation.file());
    Files.createDirectories(file.getParent());
    Files.writeString(file, source);
    String[] options = {
      "-nowarn", "-proc:none", "-g", "-cp", classes, "-d", overlay.toString(), file.toString()
    };
    try (var log = new PrintStream(scratch.resolve("javac.log").toFile())) {
      if (ToolProvider.getSystemJavaCompiler().run(null, log, log, options) != 0) {
        return "not compiled: "
            + Files.readString(scratch.resolve("javac.log")).lines().findFirst().orElse("");
      }
    }
    return switch (fork(overlay, mutation.tests(), LIMIT_SECONDS)) {
      case GREEN -> "survived";
      case NO_TEST -> "no such test";
      case RED -> "killed";
      default -> "not run: " + Files.readString(scratch.resolve("tests.log")).lines().findFirst().orElse("");
    };
  }

  private int fork(Path overlay, List<String> tests, int seconds)
      throws IOException, InterruptedException {
    boolean dies = isOfCrash(tests.getFirst());
    String path = overlay + File.pathSeparator + (dies ? crash + File.pathSeparator : "") + classes;
    List<String> command =
        new ArrayList<>(
            List.of(
                ProcessHandle.current().info().command().orElse("java"),
                "--enable-native-access=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=deny",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-Djunit.jupiter.extensions.autodetection.enabled=true",
                "-Djunit.jupiter.tempdir.factory.default=dure.testkit.OwnTempDir",
                "-Ddure.test.volume=1",
                "-cp",
                path,
                "Mutations",
                "--run"));
    command.addAll(tests);
    Process process =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(scratch.resolve("tests.log").toFile())
            .start();
    if (!process.waitFor(seconds, TimeUnit.SECONDS)) {
      process.destroyForcibly().waitFor();
      return RED; // the tests hang
    }
    return process.exitValue();
  }

  private static void clear(Path directory) throws IOException {
    if (Files.exists(directory)) {
      try (Stream<Path> files = Files.walk(directory)) {
        for (Path file : files.sorted(java.util.Comparator.reverseOrder()).toList()) {
          Files.delete(file);
        }
      }
    }
    Files.createDirectories(directory);
  }

  // In the forked JVM.

  private static final Pattern ITERATION = Pattern.compile("(.*)\\[(\\d+)]");

  private static int run(List<String> tests) {
    var summary = new SummaryGeneratingListener();
    var request =
        LauncherDiscoveryRequestBuilder.request()
            .filters(EngineFilter.includeEngines("junit-jupiter"))
            .selectors(tests.stream().map(Mutations::selector).toList())
            .build();
    LauncherFactory.create().execute(request, summary);
    summary.getSummary().printFailuresTo(new java.io.PrintWriter(System.out));
    if (summary.getSummary().getTestsStartedCount() == 0) {
      return NO_TEST;
    }
    return summary.getSummary().getTotalFailureCount() == 0 ? GREEN : RED;
  }

  private static DiscoverySelector selector(String test) {
    Matcher iteration = ITERATION.matcher(test);
    if (iteration.matches()) {
      return DiscoverySelectors.selectIteration(
          selector(iteration.group(1)), Integer.parseInt(iteration.group(2)) - 1);
    }
    return test.contains("#")
        ? DiscoverySelectors.selectMethod(test)
        : DiscoverySelectors.selectClass(test);
  }
}
