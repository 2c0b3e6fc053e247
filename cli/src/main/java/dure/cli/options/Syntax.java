// SPDX-License-Identifier: Apache-2.0
package dure.cli.options;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Model.ArgGroupSpec;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.TypeConversionException;

/// What can be written after a command's name, and what its help says about it.
///
/// It is told to the parser call by call. Annotations would look more familiar; but reading them
/// took a third of the time a command needs to start.
public final class Syntax {
  private static final int LONGEST_OPTION = 24;

  private final CommandSpec spec;
  private final Consumer<ArgSpec> place;
  private final List<ArgGroupSpec.Builder> choices = new ArrayList<>();
  private int parameters;

  private Syntax(CommandSpec spec, Consumer<ArgSpec> place) {
    this.spec = spec;
    this.place = place;
  }

  /// That of a command, which has a `--help` to begin with.
  ///
  /// @param command what is run
  /// @param name what it is called
  public static Syntax of(Object command, String name) {
    CommandSpec spec = CommandSpec.wrapWithoutInspection(command).name(name);
    spec.usageMessage()
        .synopsisHeading("Usage: ")
        .descriptionHeading("%n")
        .parameterListHeading("%n")
        .optionListHeading("%n")
        .footerHeading("%nExamples:%n")
        .longOptionsMaxWidth(LONGEST_OPTION);
    spec.addOption(
        OptionSpec.builder("-h", "--help").usageHelp(true).description("Show this help.").build());
    return new Syntax(spec, spec::add);
  }

  /// What the command does, in a few lines.
  public Syntax description(String... lines) {
    spec.usageMessage().description(lines);
    return this;
  }

  /// How it is used, a command line each.
  public Syntax examples(String... lines) {
    spec.usageMessage().footer(lines);
    return this;
  }

  /// What else the help of a command with subcommands tells.
  ///
  /// @param label of a subcommand
  /// @param exitCodes what each means
  public Syntax subcommands(String label, Map<String, String> exitCodes) {
    spec.usageMessage()
        .synopsisSubcommandLabel(label)
        .commandListHeading("%nCommands:%n")
        .exitCodeListHeading("%nExit codes:%n")
        .exitCodeList(exitCodes);
    return this;
  }

  /// A `--version`.
  public Syntax version(IVersionProvider version) {
    spec.versionProvider(version)
        .addOption(
            OptionSpec.builder("-V", "--version")
                .versionHelp(true)
                .description("Show the version.")
                .build());
    return this;
  }

  /// A parameter that must be there.
  public Value<String> parameter(String label, String description) {
    return add(positional(label, "1", description).build(), "");
  }

  /// A parameter that may be there; null if it is not.
  public Value<@Nullable String> optionalParameter(String label, String description) {
    return add(positional(label, "0..1", description).build(), null);
  }

  /// Everything that is written from here on, whatever it looks like.
  public Value<List<String>> rest(String label, String description) {
    spec.parser().stopAtUnmatched(true).unmatchedOptionsArePositionalParams(true);
    return add(
        positional(label, "0..*", description)
            .index(parameters - 1 + "..*")
            .type(List.class)
            .auxiliaryTypes(String.class)
            .build(),
        List.of());
  }

  private PositionalParamSpec.Builder positional(String label, String arity, String description) {
    return PositionalParamSpec.builder()
        .index(Integer.toString(parameters++))
        .arity(arity)
        .paramLabel(label)
        .type(String.class)
        .description(description);
  }

  /// An option that is there or not.
  public Value<Boolean> flag(String name, String description) {
    return add(
        OptionSpec.builder(names(name)).type(boolean.class).description(description).build(),
        false);
  }

  /// An option with a value, which stands in the help as the default.
  ///
  /// @param parser reads it, or throws an [IllegalArgumentException] with the reason why not
  public <T> Value<T> option(
      String name, String label, Function<String, T> parser, T initial, String description) {
    String help = description + " (default: " + shown(initial) + ").";
    return add(named(name, label, parser, help).build(), initial);
  }

  /// An option with a value; null if it is not there.
  public <T> Value<@Nullable T> option(
      String name, String label, Function<String, T> parser, String description) {
    return add(named(name, label, parser, description + ".").build(), null);
  }

  /// An option whose value is one of a few words.
  public <E extends Enum<E>> Value<E> option(
      String name, E[] choice, E initial, String description) {
    String help = description + " (default: " + shown(initial) + ").";
    return add(
        named(
                name,
                String.join("|", OptionText.of(choice)),
                word -> OptionText.parse(choice, word),
                help)
            .completionCandidates(OptionText.of(choice))
            .build(),
        initial);
  }

  private static <T> OptionSpec.Builder named(
      String name, String label, Function<String, T> parser, String description) {
    ITypeConverter<T> converter =
        text -> {
          try {
            return parser.apply(text);
          } catch (IllegalArgumentException objection) {
            throw new TypeConversionException(objection.getMessage());
          }
        };
    return OptionSpec.builder(names(name))
        .paramLabel(label)
        .arity("1")
        .type(Object.class)
        .converters(converter)
        .description(description);
  }

  /// A long name may come with a short one: `-n, --count`.
  private static String[] names(String text) {
    return text.split(", ", -1);
  }

  private static String shown(Object value) {
    // no switch on types: the JVM would compile one at each start of a command
    if (value instanceof Duration time) {
      return TimeSpan.text(time);
    }
    return value instanceof Enum<?> constant
        ? OptionText.of(constant)
        : value.toString().replace(" ", "");
  }

  /// What is added here excludes each other.
  public Syntax choice() {
    ArgGroupSpec.Builder group = ArgGroupSpec.builder().exclusive(true).multiplicity("0..1");
    choices.add(group);
    return new Syntax(spec, group::addArg);
  }

  private <T extends @Nullable Object> Value<T> add(ArgSpec argument, T unsaid) {
    place.accept(argument);
    return new Value<>(argument, unsaid);
  }

  /// A mistake in the command line that only the command itself can see.
  public ParameterException mistake(String sentence) {
    return new ParameterException(spec.commandLine(), sentence);
  }

  /// As the parser wants it, when all has been added.
  public CommandSpec spec() {
    choices.forEach(group -> spec.addArgGroup(group.build()));
    choices.clear();
    return spec;
  }
}
