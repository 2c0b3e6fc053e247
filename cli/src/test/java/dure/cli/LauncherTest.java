// SPDX-License-Identifier: Apache-2.0
package dure.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dure.testkit.Child;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The launcher `./dure`, in a checkout of its own whose build is a copy of what is built already.
class LauncherTest extends CommandTest {
  private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();
  private static final String MVNW =
      """
      #!/bin/sh
      cd "$(dirname "$0")"
      echo "[INFO] noise"
      echo "$*" >> builds
      [ ! -e broken ] || { echo "[ERROR] something is broken"; exit 1; }
      [ ! -e bench/pom.xml ] || cp -R prepared/. bench/target
      mkdir -p cli/target && cp -R prepared/. cli/target
      """;

  @TempDir Path home;

  @BeforeEach
  void checkOut() throws IOException {
    for (String module : List.of("core", "cli")) {
      Files.createDirectories(home.resolve(module + "/src/main"));
      Files.createFile(home.resolve(module + "/pom.xml"));
    }
    Files.createFile(home.resolve("pom.xml"));
    Files.createDirectories(home.resolve(".mvn"));
    Files.copy(ROOT.resolve(".mvn/jdk25.sh"), home.resolve(".mvn/jdk25.sh"));
    executable(home.resolve("dure"), Files.readString(ROOT.resolve("dure")));
    executable(home.resolve("mvnw"), MVNW);
    prepare();
    age();
  }

  private static void executable(Path file, String text) throws IOException {
    Files.writeString(file, text);
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
  }

  /// Makes all sources older than anything that is built from now on.
  private void age() throws IOException {
    try (Stream<Path> files = Files.walk(home)) {
      for (Path file : files.toList()) {
        Files.setLastModifiedTime(file, FileTime.from(Instant.now().minusSeconds(60)));
      }
    }
  }

  /// Lays out what a build makes: the command's jar, and beside it the jars it needs.
  private void prepare() throws IOException {
    Path lib = Files.createDirectories(home.resolve("prepared/lib"));
    List<String> names = new ArrayList<>();
    for (String entry : System.getProperty("java.class.path").split(":", -1)) {
      Path from = Path.of(entry);
      String name = names.size() + ".jar";
      if (Files.isDirectory(from) && !entry.contains("test")) {
        if (entry.equals(Path.of("target", "classes").toAbsolutePath().toString())) {
          continue;
        }
        jar(lib.resolve(name), from, "");
        names.add("lib/" + name);
      } else if (Files.isRegularFile(from)) {
        Files.copy(from, lib.resolve(name));
        names.add("lib/" + name);
      }
    }
    jar(
        home.resolve("prepared/dure-cli.jar"),
        Path.of("target", "classes"),
        String.join(" ", names));
  }

  private static void jar(Path jar, Path classes, String classPath) throws IOException {
    Manifest manifest = new Manifest();
    manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
    manifest.getMainAttributes().put(Attributes.Name.CLASS_PATH, classPath);
    try (JarOutputStream out = new JarOutputStream(Files.newOutputStream(jar), manifest);
        Stream<Path> files = Files.walk(classes)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        out.putNextEntry(new JarEntry(classes.relativize(file).toString()));
        Files.copy(file, out);
      }
    }
  }

  /// How a run of the launcher went, output and talk apart.
  private record Launch(int status, String out, String err) {}

  private Process start(String script, String... arguments) throws IOException {
    List<String> command = new ArrayList<>(List.of(home.resolve(script).toString()));
    command.addAll(List.of(arguments));
    ProcessBuilder builder = Child.builder(command.toArray(String[]::new));
    builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
    builder.environment().put("LC_ALL", "C");
    return builder.start();
  }

  private static Launch end(Process process) throws IOException {
    String out = text(process.getInputStream());
    String err = text(process.getErrorStream());
    return new Launch(process.onExit().join().exitValue(), out, err);
  }

  private static String text(InputStream stream) {
    try (stream) {
      return new String(stream.readAllBytes(), UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Launch launch(String... arguments) throws IOException {
    return end(start("dure", arguments));
  }

  private List<String> builds() throws IOException {
    return Files.readAllLines(home.resolve("builds"));
  }

  private Path cache() throws IOException {
    Path target = home.resolve("cli/target");
    return target.resolve(Files.readString(target.resolve("current")).strip()).resolve("dure.aot");
  }

  /// As an environment variable, which each program that the launcher starts inherits.
  @Test
  void passes_a_namespace_on_by_the_environment() throws IOException {
    for (String[] words :
        new String[][] {{"--namespace", "/none", "ls"}, {"--namespace=/none", "ls"}}) {
      Launch launch = launch(words);
      assertThat(launch.status()).isEqualTo(2);
      assertThat(launch.err())
          .contains(
              "namespace '/none': the environment variable DURE_NAMESPACE names no directory");
    }
  }

  @Test
  void is_a_script_for_any_shell() {
    for (String script : List.of("dure", ".mvn/jdk25.sh")) {
      try (Child shell = Child.command("sh", "-n", ROOT.resolve(script).toString())) {
        assertThat(shell.awaitSuccess()).isEmpty();
      }
    }
  }

  /// Runs a command where no JDK is in any of the usual places.
  ///
  /// @param bin the directory that is first on the PATH
  private Launch launchWithoutJdk(Path bin, String... command) throws IOException {
    Path finder = home.resolve(".mvn/jdk25.sh");
    String empty = Files.createDirectories(home.resolve("empty")).toString();
    Files.writeString(finder, Files.readString(finder).replaceAll("/usr/lib/jvm|/opt", empty));
    ProcessBuilder builder = Child.builder(command);
    builder.environment().keySet().removeIf(name -> name.startsWith("JAVA"));
    builder.environment().put("HOME", empty);
    builder.environment().merge("PATH", bin.toString(), (path, first) -> first + ":" + path);
    return end(builder.start());
  }

  /// Something that looks like a JDK of this version.
  private Path jdk(String version) throws IOException {
    Path jdk = home.toRealPath().resolve("jdk-" + version);
    Files.createDirectories(jdk.resolve("bin"));
    Files.writeString(jdk.resolve("release"), "IMPLEMENTOR=us\nJAVA_VERSION=\"" + version + "\"\n");
    executable(jdk.resolve("bin/javac"), "");
    executable(jdk.resolve("bin/java"), "#!/bin/sh\ntouch \"${0%/*}/started\"\n");
    return jdk;
  }

  /// A directory for the PATH, in which `java` is a link to a link.
  private Path linking(Path jdk) throws IOException {
    Path bin = Files.createDirectories(home.resolve("bin"));
    Files.createSymbolicLink(home.resolve("java-as-chosen"), jdk.resolve("bin/java"));
    Files.createSymbolicLink(bin.resolve("java"), Path.of("../java-as-chosen"));
    return bin;
  }

  @Test
  void takes_the_java_on_the_path_if_it_is_new_enough() throws IOException {
    Path jdk = jdk("25.0.1");
    String show = "set -eu; . \"$0\"; printf '%s' \"$JAVA_HOME\"";
    String finder = home.resolve(".mvn/jdk25.sh").toString();
    assertThat(launchWithoutJdk(linking(jdk), "sh", "-c", show, finder))
        .isEqualTo(new Launch(0, jdk.toString(), ""));
  }

  @Test
  void says_in_one_sentence_what_to_install_where_there_is_no_jdk() throws IOException {
    Path bin = linking(jdk("17.0.1"));
    Launch launch = launchWithoutJdk(bin, home.resolve("dure").toString(), "ls");
    assertThat(bin.resolve("started")).doesNotExist();
    assertThat(launch.status()).isEqualTo(1);
    assertThat(launch.out()).isEmpty();
    assertThat(launch.err())
        .startsWith("dure needs a JDK 25")
        .contains("apt install")
        .hasLineCount(1);
    assertThat(home.resolve("builds")).doesNotExist();
  }

  @Test
  void builds_once_however_many_come_first_and_then_no_more() throws IOException {
    Process one = start("dure", "--version");
    Process other = start("dure", "--version");
    List<Launch> launches = List.of(end(one), end(other));
    assertThat(launches)
        .allSatisfy(launch -> {
          assertThat(launch.out()).matches("dure \\S+\n");
          assertThat(launch.status()).isZero();
        });
    assertThat(launches.get(0).err() + launches.get(1).err())
        .isEqualTo("dure: building (first use, about a minute) ...\n");
    assertThat(builds()).hasSize(1).first().asString().contains("-pl cli -am package");
    assertThat(cache()).isNotEmptyFile();

    assertThat(launch("--version")).isEqualTo(new Launch(0, launches.get(0).out(), ""));
    Files.write(cache(), new byte[100_000]);
    assertThat(launch("--version")).isEqualTo(new Launch(0, launches.get(0).out(), ""));
    Files.delete(cache());
    assertThat(launch("--version")).isEqualTo(new Launch(0, launches.get(0).out(), ""));
    assertThat(builds()).hasSize(1);
  }

  @Test
  void builds_anew_when_the_sources_change_and_shows_why_it_cannot() throws IOException {
    launch("--version");
    Files.createFile(home.resolve("core/src/main/New.java"));
    assertThat(launch("--version").err())
        .isEqualTo("dure: building (the sources have changed) ...\n");
    assertThat(launch("--version").err()).isEmpty();

    Files.createFile(home.resolve("broken"));
    Files.createFile(home.resolve("cli/src/main/Broken.java"));
    Launch broken = launch("ls");
    assertThat(broken.status()).isEqualTo(1);
    assertThat(broken.out()).isEmpty();
    assertThat(broken.err().lines())
        .containsExactly(
            "dure: building (the sources have changed) ...",
            "[ERROR] something is broken",
            "dure: the build failed; the rest of what it said is in "
                + home.resolve("cli/target/dure-build.log"));
    assertThat(builds()).hasSize(3);
  }

  /// The words stand in a script, because this test may itself run where they cannot be arguments.
  @Test
  void speaks_utf_8_where_the_locale_does_not() throws IOException {
    String script = "cd ${0%/*}; ./dure create NAME && ./dure send NAME '좋은 아침'";
    executable(home.resolve("speak"), "#!/bin/sh\n" + script.replace("NAME", name + "-두레"));
    Launch launch = end(start("speak"));
    try {
      assertThat(launch.status()).as(launch.err()).isZero();
      assertThat(dure("receive", name + "-두레", "--try").out()).isEqualTo("좋은 아침\n");
    } finally {
      dure("rm", name + "-두레");
    }
  }

  @Test
  void runs_the_benchmarks_where_there_are_some() throws Exception {
    assertThat(launch("bench").err()).contains("from a source checkout");
    Files.createDirectories(home.resolve("bench/src/main"));
    Files.createFile(home.resolve("bench/pom.xml"));
    Files.createDirectories(home.resolve("bench/target"));
    Path source = home.resolve("Bench.java");
    Files.writeString(
        source,
        "package dure.bench; class Bench { public static void main(String[] a) {"
            + " System.out.println(\"bench \" + String.join(\",\", a)); } }");
    Path classes = home.resolve("classes");
    try (Child javac =
        Child.command(
            Path.of(System.getProperty("java.home"), "bin", "javac").toString(),
            "-d",
            classes.toString(),
            source.toString())) {
      javac.awaitSuccess();
    }
    jar(home.resolve("prepared/dure-bench.jar"), classes, "");
    Launch launch = launch("bench", "--quick", "a b");
    assertThat(launch)
        .isEqualTo(
            new Launch(
                0, "bench --quick,a b\n", "dure: building (first use, about a minute) ...\n"));
    assertThat(launch("bench").out()).isEqualTo("bench \n");
    assertThat(builds()).hasSize(2).last().asString().contains("-pl bench -am package");
  }

  @Test
  void runs_an_example_as_it_is_now() throws Exception {
    Path source = Files.createDirectories(home.resolve("examples")).resolve("Words.java");
    Files.writeString(source, "void main(String[] a) { IO.println(String.join(\",\", a)); }");
    Files.setLastModifiedTime(source, FileTime.from(Instant.now().minusSeconds(60)));
    assertThat(launch("example", "Words", "--help", "a b").out()).isEqualTo("--help,a b\n");
    Files.writeString(source, "void main(String[] a) { IO.println(a.length); }");
    assertThat(launch("example", "Words", "a b")).isEqualTo(new Launch(0, "1\n", ""));
    assertThat(launch("example", "None"))
        .isEqualTo(new Launch(2, "", "dure: 'None' is none of the examples: Words\n"));
  }
}
