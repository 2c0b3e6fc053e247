// SPDX-License-Identifier: Apache-2.0
package dure.lab.http;

import java.io.IOException;
import java.io.InputStream;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The files of the page: resources of this program, found by names that cannot leave their folder.
final class PageFiles {
  private static final String FOLDER = "/dure/lab/page";
  private static final String NAME = "(/[A-Za-z0-9][A-Za-z0-9-]*(\\.[A-Za-z0-9]+)*)+";

  private static final Map<String, String> TYPES =
      Map.of(
          "html", "text/html; charset=utf-8",
          "css", "text/css; charset=utf-8",
          "js", "text/javascript; charset=utf-8",
          "md", "text/plain; charset=utf-8",
          "svg", "image/svg+xml");

  /// A file of the page.
  ///
  /// @param type its media type
  /// @param bytes its contents
  @SuppressWarnings("ArrayRecordComponent") // written out once, and never compared
  record PageFile(String type, byte[] bytes) {}

  private PageFiles() {}

  /// The file at a path of the address; null if there is none.
  static @Nullable PageFile at(String path) throws IOException {
    String name = path.equals("/") ? "/index.html" : path;
    String type = TYPES.get(name.substring(name.lastIndexOf('.') + 1));
    if (type == null || !name.matches(NAME)) {
      return null;
    }
    try (InputStream file = PageFiles.class.getResourceAsStream(FOLDER + name)) {
      return file == null ? null : new PageFile(type, file.readAllBytes());
    }
  }
}
