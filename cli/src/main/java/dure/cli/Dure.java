// SPDX-License-Identifier: Apache-2.0
package dure.cli;

import dure.Namespace;
import dure.cli.exit.ErrorText;
import dure.cli.exit.ExitCode;
import dure.cli.io.Streams;
import dure.cli.options.Syntax;
import dure.cli.options.Value;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/// The command itself: the way into its subcommands.
public final class Dure implements Runnable {
  private static final Map<String, Function<Streams, Subcommand>> SUBCOMMANDS = subcommands();

  private static final String NAMESPACE = "--namespace";

  private final Syntax syntax;
  private final Value<@Nullable String> namespace;

  private Dure() {
    syntax =
        Syntax.of(this, "dure")
            .subcommands("COMMAND", exitCodes())
            .version(Dure::version)
            .description("Mailboxes that any process on this machine can open by name.")
            .examples(
                "  dure create hello",
                "  dure receive hello --follow             in one terminal",
                "  dure send hello 'good morning'          in another",
                "  dure demo                               100 MB between processes, checked");
    namespace =
        syntax.option(
            NAMESPACE,
            "DIR",
            Function.identity(),
            "The directory in which mailboxes have their names, instead of "
                + Namespace.VARIABLE
                + " or else "
                + Namespace.DEFAULT.directory());
  }

  /// Runs the command in this process. Success ends it by returning, which is the quicker way out.
  public static void main(String[] arguments) {
    int status = run(Streams.standard(), arguments);
    if (status != ExitCode.DONE.number()) {
      System.exit(status);
    }
  }

  /// Runs the command with these streams; the status to end with.
  static int run(Streams streams, String... arguments) {
    ErrorText complaint = new ErrorText(streams);
    try {
      String[] asked = arguments.length == 0 ? new String[] {Help.NAME} : arguments;
      StringWriter help = new StringWriter();
      int status = commandLine(streams, needed(asked)).setOut(new PrintWriter(help)).execute(asked);
      streams.print(help.toString());
      return status;
    } catch (IOException | Error failed) {
      return complaint.status(failed);
    }
  }

  /// The subcommands that these arguments need described: the one they begin with, for all of them
  /// would take longer to describe than one takes to run; or all, if they begin with none.
  private static Collection<Function<Streams, Subcommand>> needed(String[] arguments) {
    int begin = arguments.length > 0 && arguments[0].equals(NAMESPACE) ? 2 : 0;
    String first = arguments.length > begin ? arguments[begin] : "";
    Function<Streams, Subcommand> only = SUBCOMMANDS.get(first);
    if (only != null) {
      return List.of(only);
    }
    return first.equals("--version") || first.equals("-V") ? List.of() : SUBCOMMANDS.values();
  }

  /// The parser, with all there is.
  static CommandLine commandLine(Streams streams) {
    return commandLine(streams, SUBCOMMANDS.values());
  }

  private static CommandLine commandLine(
      Streams streams, Collection<Function<Streams, Subcommand>> subcommands) {
    Dure command = new Dure();
    CommandSpec spec = command.syntax.spec();
    for (Function<Streams, Subcommand> subcommand : subcommands) {
      CommandSpec sub = subcommand.apply(streams).syntax.spec();
      spec.addSubcommand(sub.name(), sub);
    }
    ErrorText complaint = new ErrorText(streams);
    return new CommandLine(spec)
        .setErr(new PrintWriter(streams.err(), true, StandardCharsets.UTF_8))
        .setExecutionStrategy(command::execute)
        .setParameterExceptionHandler(complaint)
        .setExecutionExceptionHandler(complaint);
  }

  /// Runs the subcommand in the namespace that was asked for.
  private int execute(ParseResult parsed) {
    namespace.ifSaid(directory -> System.setProperty(Namespace.PROPERTY, directory));
    return new CommandLine.RunLast().execute(parsed);
  }

  private static Map<String, Function<Streams, Subcommand>> subcommands() {
    Map<String, Function<Streams, Subcommand>> all = new LinkedHashMap<>();
    all.put("create", Create::new);
    all.put("send", Send::new);
    all.put("receive", Receive::new);
    all.put("ls", Ls::new);
    all.put("stat", Stat::new);
    all.put("top", Top::new);
    all.put("watch", Watch::new);
    all.put("peek", PeekCommand::new);
    all.put("tail", Tail::new);
    all.put("purge", Purge::new);
    all.put("move", Move::new);
    all.put("replay", Replay::new);
    all.put("rm", Rm::new);
    all.put("direct", Direct::new);
    all.put("port", PortCommand::new);
    all.put("bridge", BridgeCommand::new);
    all.put("broker", BrokerCommand::new);
    all.put("doctor", Doctor::new);
    all.put("demo", Demo::new);
    all.put("example", Example::new);
    all.put("bench", BenchCommand::new);
    all.put("lab", LabCommand::new);
    all.put("completion", Completion::new);
    all.put(Help.NAME, Help::new);
    return all;
  }

  private static Map<String, String> exitCodes() {
    Map<String, String> meanings = new LinkedHashMap<>();
    for (ExitCode code : ExitCode.values()) {
      meanings.put(Integer.toString(code.number()), code.meaning());
    }
    return meanings;
  }

  private static String[] version() throws IOException {
    try (InputStream version = Dure.class.getResourceAsStream("version")) {
      byte[] text = Objects.requireNonNull(version).readAllBytes();
      return new String[] {"dure " + new String(text, StandardCharsets.UTF_8).strip()};
    }
  }

  /// Without a subcommand there is nothing to do.
  @Override
  public void run() {
    throw syntax.mistake("a command is missing, as in 'dure ls'");
  }
}
