// SPDX-License-Identifier: Apache-2.0
package dure.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dure.testkit.Child;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import picocli.CommandLine;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;

/// Help stands everywhere, about everything, and completion knows it all too.
class HelpTest extends CommandTest {
  private static CommandLine parser() {
    return Dure.commandLine(
        streams(new byte[0], OutputStream.nullOutputStream(), OutputStream.nullOutputStream()));
  }

  static Stream<String> subcommands() {
    return parser().getSubcommands().keySet().stream();
  }

  @ParameterizedTest
  @MethodSource("subcommands")
  void a_subcommand_explains_itself(String subcommand) {
    CommandSpec spec =
        Objects.requireNonNull(parser().getSubcommands().get(subcommand)).getCommandSpec();
    assertThat(spec.args()).isNotEmpty();
    for (ArgSpec argument : spec.args()) {
      assertThat(argument.description()).as(argument + "").isNotEmpty().doesNotContain("");
    }
    Run run = dure(subcommand, "--help");
    assertThat(run.status()).isZero();
    assertThat(run.err()).isEmpty();
    assertThat(run.out())
        .startsWith("Usage: dure " + subcommand)
        .contains("\nExamples:\n  ")
        .contains(spec.optionsMap().keySet().stream().filter(o -> o.startsWith("--")).toList());
    assertThat(run.out().lines())
        .allSatisfy(line -> assertThat(line).hasSizeLessThanOrEqualTo(80))
        .noneSatisfy(line -> assertThat(line).matches("Exit codes:"));
  }

  @Test
  void the_command_lists_its_subcommands_and_exit_codes() {
    Run run = dure("--help");
    assertThat(run.status()).isZero();
    assertThat(run.out().lines()).allSatisfy(line -> assertThat(line).hasSizeLessThanOrEqualTo(80));
    subcommands().forEach(name -> assertThat(run.out()).contains("\n  " + name + " "));
    for (int code = 0; code <= 8; code++) {
      assertThat(run.out()).contains("\n  " + code + "   ");
    }
  }

  @Test
  void nothing_and_help_show_help() {
    String help = dure("--help").out();
    assertThat(dure().out()).isEqualTo(help);
    assertThat(dure("help").out()).isEqualTo(help);
    assertThat(dure("help", "send").out()).isEqualTo(dure("send", "--help").out());
  }

  @Test
  void the_version_is_that_of_the_build() {
    assertThat(dure("--version").out()).matches("dure \\d+\\.\\d+\\.\\d+\\S*\n");
    assertThat(dure("-V").out()).isEqualTo(dure("--version").out());
  }

  @Test
  void the_shell_completes_subcommands_options_and_choices(@TempDir Path directory)
      throws Exception {
    Path script = directory.resolve("completion");
    Files.writeString(script, dure("completion").out());
    String complete =
        "compopt() { :; }; source "
            + script
            + "; try() { COMP_WORDS=(\"$@\"); COMP_CWORD=$(($# - 1)); COMPREPLY=();"
            + " _complete_dure; echo \"${COMPREPLY[@]}\"; };"
            + " try dure rec; try dure send q --l; try dure create q --receivers ''";
    try (Child bash = Child.command("bash", "-c", complete)) {
      List<String> words = bash.awaitSuccess();
      assertThat(words).hasSize(3);
      assertThat(words.get(0).strip()).isEqualTo("receive");
      assertThat(words.get(1).strip()).isEqualTo("--lines");
      assertThat(words.get(2).split(" ")).contains("pair", "any");
    }
  }

  @Test
  void the_lab_is_elsewhere_and_it_says_so() {
    Run run = dure("lab", "rendezvous");
    assertThat(run.status()).isEqualTo(1);
    assertThat(run.err())
        .isEqualTo("dure: the lab runs from a source checkout: ./dure lab rendezvous\n");
  }

  @Test
  void benchmarks_are_elsewhere_and_it_says_so() {
    Run run = dure("bench", "--quick", "64");
    assertThat(run.status()).isEqualTo(1);
    assertThat(run.err())
        .isEqualTo("dure: benchmarks run from a source checkout: ./dure bench --quick 64\n");
  }

  @Test
  void examples_are_elsewhere_and_it_says_so() {
    Run run = dure("example", "Browser");
    assertThat(run.status()).isEqualTo(1);
    assertThat(run.err())
        .isEqualTo("dure: examples run from a source checkout: ./dure example Browser\n");
  }

  @ParameterizedTest
  @MethodSource("subcommands")
  void a_manual_page_says_what_the_help_says(String subcommand) {
    CommandLine command = Objects.requireNonNull(parser().getSubcommands().get(subcommand));
    String page = ManPages.of(command);
    assertThat(page)
        .startsWith(".TH DURE-" + subcommand.toUpperCase(Locale.ROOT) + " 1 ")
        .contains(".SH NAME\ndure-" + subcommand + " \\- ")
        .contains(".SH SYNOPSIS", ".SH DESCRIPTION", ".SH OPTIONS", ".SH EXAMPLES")
        .contains(".SH EXIT STATUS\n.TP\n\\fB0\\fR\ndone\n");
    for (ArgSpec argument : command.getCommandSpec().options()) {
      String name = ((CommandLine.Model.OptionSpec) argument).longestName();
      assertThat(page).contains(name.replace("-", "\\-"));
    }
    assertThat(page.lines()).noneMatch(line -> line.startsWith("'"));
  }
}
