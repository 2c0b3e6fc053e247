// SPDX-License-Identifier: Apache-2.0
package dure.cli.exit;

import dure.MailboxClosedException;
import dure.cli.io.ReaderGoneException;
import dure.cli.io.Streams;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import picocli.CommandLine;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.IParameterExceptionHandler;
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
    streams.say(sentence(wrong) + "; '" + command + " --help' shows what there is");
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
    if (wrong instanceof UnmatchedArgumentException unmatched
        && !unmatched.isUnknownOption()
        && wrong.getCommandLine().getParent() == null) {
      return "there is no command '" + unmatched.getUnmatched().getFirst() + "'";
    }
    return String.valueOf(wrong.getMessage()).replaceFirst("^Error: ", "");
  }

  private static String sentence(Throwable thrown) {
    return switch (thrown) {
      case NoSuchFileException missing -> "there is no file " + missing.getFile();
      case AccessDeniedException refused -> "this user may not read " + refused.getFile();
      case FileSystemException failed -> failed.getFile() + ": " + failed.getReason();
      case OutOfMemoryError tooMuch -> "the message does not fit into the memory of this command";
      case IllegalCallerException denied ->
          "native access is denied to it; start java with --enable-native-access=ALL-UNNAMED";
      default -> {
        String message = thrown.getMessage();
        yield message == null ? thrown.getClass().getSimpleName() : message;
      }
    };
  }
}
