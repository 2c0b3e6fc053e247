// SPDX-License-Identifier: Apache-2.0
package dure.cli;

import dure.cli.io.Streams;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import picocli.CommandLine;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

/// Writes the manual pages of the command and of each subcommand, from the same words as its help.
final class ManPages {
  private final StringBuilder page = new StringBuilder();

  private ManPages() {}

  /// @param arguments the directory that gets the pages
  public static void main(String[] arguments) throws IOException {
    Path directory = Path.of(arguments[0]);
    CommandLine dure = Dure.commandLine(Streams.standard());
    Files.writeString(directory.resolve("dure.1"), of(dure));
    for (CommandLine subcommand : dure.getSubcommands().values()) {
      Files.writeString(
          directory.resolve("dure-" + subcommand.getCommandName() + ".1"), of(subcommand));
    }
  }

  /// The page of a command.
  static String of(CommandLine command) {
    ManPages page = new ManPages();
    page.write(command);
    return page.page.toString();
  }

  private void write(CommandLine command) {
    CommandSpec spec = command.getCommandSpec();
    String[] description = spec.usageMessage().description();
    String name = spec.qualifiedName("-");
    page.append(".TH ").append(name.toUpperCase(Locale.ROOT)).append(" 1 \"\" Dure\n");
    section("NAME");
    page.append(name).append(" \\- ").append(escaped(oneLine(description[0]))).append('\n');
    section("SYNOPSIS");
    page.append(".nf\n");
    command.getHelp().synopsis(0).lines().forEach(line -> page.append(escaped(line)).append('\n'));
    page.append(".fi\n");
    section("DESCRIPTION");
    for (String paragraph : description) {
      page.append(escaped(paragraph)).append("\n.PP\n");
    }
    arguments(spec);
    subcommands(command);
    examples(spec);
    exitCodes(spec);
  }

  private void section(String name) {
    page.append(".SH ").append(name).append('\n');
  }

  private void entry(String term, String... description) {
    page.append(".TP\n\\fB").append(escaped(term)).append("\\fR\n");
    page.append(escaped(String.join(" ", description))).append('\n');
  }

  private void arguments(CommandSpec spec) {
    section("OPTIONS");
    for (PositionalParamSpec parameter : spec.positionalParameters()) {
      entry(parameter.paramLabel(), text(parameter));
    }
    for (OptionSpec option : spec.options()) {
      String label = option.arity().max() == 0 ? "" : " " + option.paramLabel();
      entry(String.join(", ", option.names()) + label, text(option));
    }
  }

  private static String text(ArgSpec argument) {
    return String.join(" ", argument.description());
  }

  private void subcommands(CommandLine command) {
    if (command.getSubcommands().isEmpty()) {
      return;
    }
    section("COMMANDS");
    command
        .getSubcommands()
        .forEach((name, sub) ->
            entry("dure " + name, sub.getCommandSpec().usageMessage().description()[0]));
  }

  private void examples(CommandSpec spec) {
    section("EXAMPLES");
    page.append(".nf\n");
    for (String line : spec.usageMessage().footer()) {
      page.append(escaped(line)).append('\n');
    }
    page.append(".fi\n");
  }

  private void exitCodes(CommandSpec spec) {
    CommandSpec all = spec.root();
    section("EXIT STATUS");
    all.usageMessage().exitCodeList().forEach((code, meaning) -> entry(code, meaning));
    section("SEE ALSO");
    List<String> others = new ArrayList<>();
    all.subcommands().keySet().forEach(name -> others.add("dure-" + name + "(1)"));
    page.append(escaped("dure(1), " + String.join(", ", others))).append('\n');
  }

  private static String oneLine(String text) {
    return text.endsWith(".") ? text.substring(0, text.length() - 1) : text;
  }

  /// A backslash, a hyphen that is typed, and a dot or quote at the beginning mean something to
  /// roff.
  private static String escaped(String text) {
    String plain = text.replace("\\", "\\e").replace("-", "\\-");
    return plain.startsWith(".") || plain.startsWith("'") ? "\\&" + plain : plain;
  }
}
