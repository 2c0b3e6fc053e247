// SPDX-License-Identifier: Apache-2.0
package dure.memory;

import dure.DureException.Subject;
import dure.file.Failures;
import dure.linux.Errno;
import dure.linux.Files;
import dure.linux.Mappings;

/// A file that this process has open as a region: named, or anonymous memory.
final class OpenFile implements Backing {
  private final RegionKind kind;
  private final String name;
  private final String path;
  private final int fd;

  /// As it was when it was opened: another may change it at any time.
  private final long bytes;

  /// @param path where it has its name, empty for none
  /// @param fd which this object closes
  OpenFile(RegionKind kind, String name, String path, int fd) {
    this.kind = kind;
    this.name = name;
    this.path = path;
    this.fd = fd;
    this.bytes = Files.status(fd).size();
  }

  /// Opens the same file once more, for the use that is asked for. A descriptor that only reads
  /// makes mappings that can never become writable.
  ///
  /// @throws dure.NotPermittedException if its mode does not let this user in
  OpenFile forUse(RegionSpec wish) {
    int again = reopen(wish.writable());
    if (Errno.EACCES.is(again)) {
      throw NamedFile.notPermitted(name, Files.status(fd), wish.writable());
    }
    return new OpenFile(kind, name, path, (int) wish.check("open it", again));
  }

  /// A new descriptor of the same file, the caller's to close, or −errno.
  int reopen(boolean writable) {
    return Files.open("/proc/self/fd/" + fd, writable ? Files.O_RDWR : Files.O_RDONLY, 0);
  }

  int fd() {
    return fd;
  }

  RegionKind kind() {
    return kind;
  }

  @Override
  public long bytes() {
    return bytes;
  }

  @Override
  public void map(long address, RegionSpec wish) {
    wish.check("map it into memory", Mappings.share(address, bytes, wish.writable(), fd, 0));
  }

  @Override
  public RegionStatus status() {
    Files.Status now = Files.status(fd);
    return Listing.status(kind, name, now, Mappers.of(now), !path.isEmpty() && !hasName(now));
  }

  private boolean hasName(Files.Status now) {
    Files.Status there = Listing.lookedAt(path);
    return there != null && there.sameFile(now);
  }

  /// Looks before it removes, for the name may be another's by now.
  @Override
  public boolean remove() {
    if (path.isEmpty()) {
      throw new IllegalStateException(
          "region '"
              + name
              + "' has no name to be removed; it ends with the last process that has it");
    }
    NamedFile.refuseMailbox(kind, name);
    if (!hasName(Files.status(fd))) {
      return false;
    }
    int result = Files.unlink(path);
    if (Errno.ENOENT.is(result)) {
      return false;
    }
    Failures.check(Subject.REGION, name, "remove " + path, (long) result);
    return true;
  }

  @Override
  public void discard() {
    if (!path.isEmpty() && hasName(Files.status(fd))) {
      Files.unlink(path);
    }
    close();
  }

  @Override
  public void close() {
    Files.close(fd);
  }
}
