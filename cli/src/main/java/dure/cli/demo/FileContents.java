// SPDX-License-Identifier: Apache-2.0
package dure.cli.demo;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/// The contents of a file, as a number to compare.
///
/// @param sha256 their SHA-256, in hexadecimal digits
record FileContents(String sha256) {
  private static final int CHUNK_BYTES = 1 << 20;

  /// Reads a file through.
  static FileContents of(Path file) throws IOException {
    try (FileChannel channel = FileChannel.open(file)) {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      ByteBuffer chunk = ByteBuffer.allocate(CHUNK_BYTES);
      while (channel.read(chunk.clear()) >= 0) {
        digest.update(chunk.flip());
      }
      return new FileContents(HexFormat.of().formatHex(digest.digest()));
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException(impossible); // every Java has it
    }
  }
}
