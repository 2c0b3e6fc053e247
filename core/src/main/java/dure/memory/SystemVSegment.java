// SPDX-License-Identifier: Apache-2.0
package dure.memory;

import dure.DureException.Subject;
import dure.NoSuchObjectException;
import dure.ObjectRemovedException;
import dure.OutOfSharedMemoryException;
import dure.file.Failures;
import dure.file.MemorySpace;
import dure.linux.Errno;
import dure.linux.SharedMemorySegments;

/// A System V segment that exists, or did.
///
/// @param name what errors call it
/// @param id the kernel's number of it
/// @param bytes its size, which never changes
record SystemVSegment(String name, int id, long bytes) implements Backing {
  @Override
  public void map(long address, RegionSpec wish) {
    long result = SharedMemorySegments.attach(id, address, wish.writable());
    if (Errno.EACCES.is(result)) {
      throw SystemV.notPermitted(
          name, id, wish.writable() ? "attach it for writing" : "attach it for reading");
    }
    if (Errno.EIDRM.is(result) || Errno.EINVAL.is(result)) {
      throw new NoSuchObjectException(
          Subject.REGION, name, "it was removed just now; create it anew");
    }
    wish.check("attach it", result);
  }

  /// The kernel gives its pages when they are touched, and kills a process when there are none
  /// left.
  @Override
  public void allocate(AddressRange span, RegionSpec wish) {
    int result = span.populate();
    if (result < 0 && !Errno.EINVAL.is(result)) {
      throw new OutOfSharedMemoryException(
          Subject.REGION,
          name,
          "it needs "
              + MemorySpace.readable(bytes)
              + ", which the machine does not have any more ("
              + Errno.describe(result)
              + "). Create it smaller, or remove others");
    }
  }

  @Override
  public RegionStatus status() {
    return Listing.status(now());
  }

  /// From the list, for the right to ask for it alone may have been taken away.
  private SharedMemorySegments.Status now() {
    return SharedMemorySegments.list().stream()
        .filter(segment -> segment.id() == id)
        .findFirst()
        .orElseThrow(() ->
            new ObjectRemovedException(
                Subject.REGION, name, "the kernel does not list it; it was removed"));
  }

  @Override
  public boolean remove() {
    if (now().removed()) {
      return false;
    }
    checkRemoved(name, id, SharedMemorySegments.remove(id));
    return true;
  }

  static void checkRemoved(String name, int id, int result) {
    if (Errno.EPERM.is(result)) {
      throw SystemV.notPermitted(name, id, "remove it (EPERM)");
    }
    Failures.check(Subject.REGION, name, "remove it", (long) result);
  }

  @Override
  public void discard() {
    SharedMemorySegments.remove(id);
  }

  @Override
  public void close() {
    // an id is nothing to be closed
  }
}
