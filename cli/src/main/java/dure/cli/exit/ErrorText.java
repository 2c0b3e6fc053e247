// SPDX-License-Identifier: Apache-2.0
package dure.cli.exit;

import dure.MailboxClosedException;
import dure.cli.io.ReaderGoneException;
import dure.cli.io.Streams;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.util.List;
import java.util.Set;
import picocli.CommandLine;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.IParameterExceptionHandler;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.UnmatchedArgumentException;

/// Turns whatever a command throws into one line for people and an exit code for scripts.
public final class ErrorText implements IExecutionExceptionHandler, IParameterExceptionHandler {
  /// How the shell shows a process that SIGPIPE ended: what other commands do when their reader is
  /// gone.
  public static final int BROKEN_PIPE = 128 + 13;

  private final Streams streams;

  /// @param streams where to say it
  public ErrorText(Streams streams) {
    this.streams = streams;
  }

  @Override
  public int handleParseException(ParameterException wrong, String[] arguments) {
    String command = wrong.getCommandLine().getCommandSpec().qualifiedName();
    String problem = sentence(wrong);
    String end = problem.endsWith("?") ? " " : "; ";
    streams.say(problem + end + "'" + command + " --help' shows what there is");
    return ExitCode.WRONG_USAGE.number();
  }

  @Override
  public int handleExecutionException(
      Exception thrown, CommandLine commandLine, ParseResult parsed) {
    return status(thrown);
  }

  /// Says what there is to say, and returns the status to end with.
  public int status(Throwable thrown) {
    if (thrown instanceof ReaderGoneException) {
      return BROKEN_PIPE;
    }
    return complain(thrown, "").number();
  }

  /// Says what there is to say, and what only the command knows; what to end with.
  ///
  /// @param more to follow the sentence
  public ExitCode complain(Throwable thrown, String more) {
    if (!(thrown instanceof MailboxClosedException)) { // that is a signal's doing: no news
      streams.say(sentence(thrown) + more);
    }
    return Failure.of(thrown);
  }

  private static String sentence(ParameterException wrong) {
    return wrong instanceof UnmatchedArgumentException unmatched
        ? sentence(unmatched) + nearMisses(unmatched)
        : String.valueOf(wrong.getMessage()).replaceFirst("^Error: ", "");
  }

  private static String sentence(UnmatchedArgumentException unmatched) {
    String first = unmatched.getUnmatched().getFirst();
    if (unmatched.isUnknownOption()) {
      return "there is no option '" + first + "'";
    }
    CommandSpec command = unmatched.getCommandLine().getCommandSpec();
    if (command.parent() == null) {
      return "there is no command '" + first + "'";
    }
    boolean takesText =
        command.positionalParameters().stream()
            .anyMatch(parameter -> parameter.paramLabel().equals("TEXT"));
    return "there is no place for '"
        + String.join(" ", unmatched.getUnmatched())
        + (takesText ? "'; put a text of several words in quotes" : "'");
  }

  private static String nearMisses(UnmatchedArgumentException unmatched) {
    CommandSpec command = unmatched.getCommandLine().getCommandSpec();
    Set<String> names =
        unmatched.isUnknownOption()
            ? command.optionsMap().keySet()
            : command.subcommands().keySet();
    List<String> near = NearMisses.of(unmatched.getUnmatched().getFirst(), names);
    return near.isEmpty() ? "" : "; did you mean '" + String.join("' or '", near) + "'?";
  }

  private static String sentence(Throwable thrown) {
    return switch (thrown) {
      case NoSuchFileException missing -> "there is no file " + missing.getFile();
      case AccessDeniedException refused -> "this user may not read " + refused.getFile();
      case FileSystemException failed -> failed.getFile() + ": " + failed.getReason();
      case OutOfMemoryError tooMuch -> "the message does not fit into the memory of this command";
      default -> {
        String message = thrown.getMessage();
        yield message == null ? thrown.getClass().getSimpleName() : message;
      }
    };
  }
}
