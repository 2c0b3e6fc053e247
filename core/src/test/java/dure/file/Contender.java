// SPDX-License-Identifier: Apache-2.0
package dure.file;

import dure.MailboxExistsException;
import dure.NoSuchMailboxException;
import dure.layout.FileNames;
import dure.linux.Files;
import dure.raw.Words;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/// One of two processes that compete for a name.
///
/// Whoever has created the file enters himself in a word of another file, where nobody else may
/// stand; and when he leaves, the name must still be his file's.
final class Contender {
  private static final int TIMES = 300;
  private static final int REMEMBERED = 2;

  private final String name;
  private final long me;
  private final long owner;

  /// Files of the other that have been removed since, and are now removed once more.
  private final Deque<SharedFile> stale = new ArrayDeque<>();

  private Contender(String name, long me, long owner) {
    this.name = name;
    this.me = me;
    this.owner = owner;
  }

  /// @param arguments the name, the name of the file with the word, and which of the two we are
  public static void main(String[] arguments) throws IOException {
    try (SharedFile file = SharedFile.open(arguments[1], true);
        Mapping mapping = Mapping.of(file, 4096, true)) {
      Contender contender =
          new Contender(arguments[0], Long.parseLong(arguments[2]), mapping.address());
      System.out.println("ready");
      int _ = System.in.read();
      for (int i = 0; i < TIMES; i++) {
        contender.compete();
      }
      System.out.println(TIMES + " times");
    }
  }

  private void compete() {
    SharedFile mine = null;
    while (mine == null) {
      mine = create();
    }
    require(Words.longCas(owner, 0, me), "the name has two owners");
    removeStale();
    Files.Status there = Files.status(FileNames.current().path(name));
    require(there != null && there.sameFile(mine.status()), "the file is lost");
    require(Words.longCas(owner, me, 0), "the name has another owner");
    mine.unlink();
    mine.close();
    remember();
    removeStale();
  }

  private @Nullable SharedFile create() {
    try {
      return SharedFile.create(name, 4096, 0600, "", file -> {});
    } catch (MailboxExistsException others) {
      return null;
    }
  }

  private void remember() {
    try {
      SharedFile others = SharedFile.open(name, true);
      stale.addLast(others);
    } catch (NoSuchMailboxException nobodys) {
      return;
    }
  }

  /// Only such as we have had the name since: the other is done with them.
  private void removeStale() {
    while (stale.size() > REMEMBERED) {
      try (SharedFile oldest = stale.removeFirst()) {
        oldest.unlink();
      }
    }
  }

  private static void require(boolean condition, String otherwise) {
    if (!condition) {
      throw new AssertionError(otherwise);
    }
  }
}
