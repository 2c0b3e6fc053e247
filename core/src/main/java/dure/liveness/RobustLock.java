// SPDX-License-Identifier: Apache-2.0
package dure.liveness;

import dure.file.SharedFile;
import dure.raw.Words;
import java.util.concurrent.ThreadLocalRandom;

/// A lock between processes that a death gives back, in a word of a mapped file that names its
/// holder. A process that may only read the file can neither hold it nor hold it up.
///
/// The holder proves its life by a write lock on a byte of the same file. A process that may only
/// read can keep that byte by a read lock; then the holder proves its life by its [Token] instead.
/// The word says which, so each look asks the kernel for the right proof:
///
/// ```
/// 0                nobody
/// random * 4 + 1   holds the byte: dead as soon as no process has it locked for writing
/// token * 4 + 2    a process of that token: dead as soon as the token is
/// ```
///
/// The word is changed by compare-and-set alone, from zero or from what a dead holder left, so two
/// processes that came by different proofs exclude each other. Both locks on files belong to the
/// open file description, so the threads that share one have to agree among themselves.
public final class RobustLock {
  /// Bytes of the word.
  public static final long BYTES = 8;

  private static final long NOBODY = 0;
  private static final int KIND_BITS = 2;
  private static final long KIND = (1 << KIND_BITS) - 1;
  private static final long BY_BYTE = 1;
  private static final long BY_TOKEN = 2;

  private final SharedFile file;
  private final long offset;
  private final long word;
  private final long domain;
  private long mine;

  /// @param file an open file description, which holds the lock on the byte
  /// @param offset of the byte
  /// @param word address of the word, in the same file
  /// @param domain address of the word that says where tokens of this file's holders are seen
  public RobustLock(SharedFile file, long offset, long word, long domain) {
    this.file = file;
    this.offset = offset;
    this.word = word;
    this.domain = domain;
  }

  /// Takes it if no living process has it. What its last holder left undone is then the caller's to
  /// repair.
  public boolean tryLock() {
    if (file.tryLock(offset)) {
      // The former holder by the byte is dead, for else the byte would be its.
      mine = ThreadLocalRandom.current().nextLong() << KIND_BITS | BY_BYTE;
      if (takeFrom(Words.longVolatile(word), true)) {
        return true;
      }
      file.unlock(offset);
      return false;
    }
    return !file.isLockedByOther(offset) && tryByToken();
  }

  private boolean tryByToken() {
    mine = Token.mine().value() << KIND_BITS | BY_TOKEN;
    return isOfOurDomain(true) && takeFrom(Words.longVolatile(word), false);
  }

  private boolean takeFrom(long seen, boolean byteIsOurs) {
    boolean left = (byteIsOurs && (seen & KIND) == BY_BYTE) || isLeft(seen);
    // SYNC: robust-lock (acquire side)
    return left && Words.longCas(word, seen, mine);
  }

  /// Whether a living process has it; always false of one that looks at its own.
  public boolean isHeld() {
    return !isLeft(Words.longVolatile(word));
  }

  private boolean isLeft(long seen) {
    return switch ((int) (seen & KIND)) {
      case (int) BY_BYTE -> !file.isLockedByOther(offset);
      case (int) BY_TOKEN -> isOfOurDomain(false) && Token.mine().isDead(seen >>> KIND_BITS);
      default -> true;
    };
  }

  /// Whether the tokens in this file can be seen from here. Until one is, every place will do; and
  /// what a file has kept from before the machine's start is of no process that lives.
  private boolean isOfOurDomain(boolean movesIn) {
    Token token = Token.mine();
    long seen = Words.longVolatile(domain);
    if (seen == token.domain() || !movesIn) {
      return seen == token.domain() || !token.isOfThisBoot(seen);
    }
    boolean vacant = seen == 0 || !token.isOfThisBoot(seen);
    return vacant && Words.longCas(domain, seen, token.domain());
  }

  /// Gives it back; for its holder.
  public void unlock() {
    unlock(this);
  }

  /// Gives back what another object of this process took: the same lock, through another mapping.
  public void unlock(RobustLock taken) {
    Words.longCas(word, taken.mine, NOBODY); // SYNC: robust-lock (release side)
    if ((taken.mine & KIND) == BY_BYTE) {
      file.unlock(offset);
    }
  }
}
