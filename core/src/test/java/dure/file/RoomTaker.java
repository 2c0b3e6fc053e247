// SPDX-License-Identifier: Apache-2.0
package dure.file;

import dure.DureException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// A process that creates files one after the other, and says what came of each and what is left.
final class RoomTaker {
  private RoomTaker() {}

  /// @param sizes as `2m` or `500k`; each is the size of the file of that number
  public static void main(String[] sizes) throws IOException {
    for (int i = 0; i < sizes.length; i++) {
      System.out.println(create(Integer.toString(i), sizes[i]));
    }
    long free = Files.getFileStore(Path.of("/dev/shm")).getUsableSpace() >>> 10;
    System.out.println(
        "there are "
            + SharedFile.list().stream().sorted().toList()
            + ", and "
            + free
            + " KiB free");
  }

  private static String create(String name, String size) {
    long number = Long.parseLong(size.substring(0, size.length() - 1));
    try {
      SharedFile.create(name, number << (size.endsWith("m") ? 20 : 10), 0600, "", file -> {})
          .close();
      return "created";
    } catch (DureException refused) {
      return String.valueOf(refused.getMessage());
    }
  }
}
