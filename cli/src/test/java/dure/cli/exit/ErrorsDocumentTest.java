// SPDX-License-Identifier: Apache-2.0
package dure.cli.exit;

import static org.assertj.core.api.Assertions.assertThat;

import dure.DureException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// Every exception has its exit code, and the document says which.
class ErrorsDocumentTest {
  private static final Path DOCUMENT = Path.of("..", "docs", "errors.md");
  private static final Path WORDS = Path.of("..", "core", "src", "main", "java", "dure");

  /// With `-Dupdate` the document is written anew instead.
  @Test
  void the_document_is_up_to_date() throws IOException {
    if (System.getProperty("update") != null) {
      Files.writeString(DOCUMENT, ErrorsDocument.text());
    }
    assertThat(Files.readString(DOCUMENT))
        .as(
            "docs/errors.md; to write it anew: ./mvnw -pl cli -am test -Dtest=ErrorsDocumentTest"
                + " -Dsurefire.failIfNoSpecifiedTests=false -Dupdate")
        .isEqualTo(ErrorsDocument.text());
  }

  @Test
  void every_exception_of_the_library_has_an_exit_code() throws IOException {
    try (Stream<Path> files = Files.list(WORDS)) {
      List<String> thrown =
          files
              .map(file -> file.getFileName().toString().replace(".java", ""))
              .filter(type -> type.endsWith("Exception"))
              .filter(type -> !type.equals(DureException.class.getSimpleName()))
              .toList();
      assertThat(thrown).hasSizeGreaterThan(5);
      assertThat(Arrays.stream(Failure.values()).map(f -> f.exception().getSimpleName()))
          .containsExactlyInAnyOrderElementsOf(thrown);
    }
  }

  /// What the kernel never tells, or tells nobody who would make this exception of it, has no place
  /// in the document.
  @Test
  void every_error_of_the_kernel_that_it_names_is_one_the_library_looks_at() throws IOException {
    StringBuilder library = new StringBuilder();
    try (Stream<Path> files = Files.walk(WORDS)) {
      for (Path file : files.filter(file -> file.toString().endsWith(".java")).toList()) {
        library.append(Files.readString(file));
      }
    }
    List<String> named =
        Arrays.stream(Failure.values())
            .flatMap(failure -> Pattern.compile("E[A-Z]+").matcher(failure.errno()).results())
            .map(MatchResult::group)
            .toList();
    assertThat(named).hasSizeGreaterThan(5).doesNotHaveDuplicates();
    assertThat(named)
        .allSatisfy(error -> assertThat(library.indexOf("Errno." + error + ".is")).isPositive());
  }

  @Test
  void the_numbers_are_those_that_scripts_rely_on() {
    assertThat(Arrays.stream(ExitCode.values()).map(code -> code.number() + " " + code))
        .containsExactly(
            "0 DONE",
            "1 FAILED",
            "2 WRONG_USAGE",
            "3 NOT_NOW",
            "4 NO_SUCH_MAILBOX",
            "5 NOT_PERMITTED",
            "6 ALREADY_EXISTS",
            "7 GONE",
            "8 DAMAGED");
  }

  @Test
  void what_is_nobodys_exception_has_one_too() {
    assertThat(Failure.of(new IllegalArgumentException())).isEqualTo(ExitCode.WRONG_USAGE);
    assertThat(Failure.of(new IOException())).isEqualTo(ExitCode.FAILED);
    assertThat(Failure.of(new OutOfMemoryError())).isEqualTo(ExitCode.FAILED);
  }
}
