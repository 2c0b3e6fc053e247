// SPDX-License-Identifier: Apache-2.0
package dure.testkit;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.extension.AnnotatedElementContext;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.io.TempDirFactory;

/// Makes temporary directories whose names tell the test JVM, so that its reaper removes those of a
/// killed one.
///
/// The build names it to JUnit as `junit.jupiter.tempdir.factory.default`.
public final class OwnTempDir implements TempDirFactory {
  /// For JUnit.
  public OwnTempDir() {}

  @Override
  public Path createTempDirectory(AnnotatedElementContext element, ExtensionContext context)
      throws IOException {
    return Files.createTempDirectory("junit-" + TestNamespace.token() + "-");
  }
}
