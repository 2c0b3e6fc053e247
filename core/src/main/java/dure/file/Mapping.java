// SPDX-License-Identifier: Apache-2.0
package dure.file;

import dure.linux.KernelException;
import dure.linux.Mappings;
import java.lang.foreign.MemorySegment;
import java.lang.ref.Reference;

/// A file's pages in this process's address space.
///
/// Detaching does not unmap: it puts private empty pages in the place of the shared ones, in one
/// step, so a thread that is still inside reads zeros and harms nothing. The addresses themselves
/// are given back when nothing can reach this object or a slice of its segment any more.
public final class Mapping implements AutoCloseable {
  private final MemorySegment segment;

  private Mapping(MemorySegment segment) {
    this.segment = segment;
  }

  /// Maps the first `length` bytes of a file.
  public static Mapping of(SharedFile file, long length, boolean writable) {
    return mirrored(file, length, length, writable);
  }

  /// Maps the first `length` bytes of a file and, behind them, the part from `mirrorFrom` on once
  /// more: what runs over the end goes on at `mirrorFrom`.
  public static Mapping mirrored(SharedFile file, long length, long mirrorFrom, boolean writable) {
    long mirror = length - mirrorFrom;
    long address = check(file, Mappings.reserve(length + mirror));
    MemorySegment all = Mappings.segment(address, length + mirror);
    Mapping mapping = new Mapping(writable ? all : all.asReadOnly());
    boolean mapped = false;
    try {
      check(file, Mappings.share(address, length, writable, file.fd(), 0));
      if (mirror > 0) {
        check(file, Mappings.share(address + length, mirror, writable, file.fd(), mirrorFrom));
      }
      mapped = true;
      return mapping;
    } finally {
      if (!mapped) {
        mapping.close(); // half of it may be there, and would keep the file's locks
      }
    }
  }

  private static long check(SharedFile file, long result) {
    return Failures.check(file.name(), "map it into memory", result);
  }

  /// The first byte.
  public long address() {
    return segment.address();
  }

  /// All of it, the mirror included; read-only if it was mapped so. A slice keeps the addresses,
  /// though after [#close] not the memory.
  public MemorySegment segment() {
    return segment;
  }

  /// Detaches: lets go of the shared pages.
  @Override
  public void close() {
    try {
      KernelException.check("mmap", Mappings.blank(segment.address(), segment.byteSize()));
    } finally {
      // Else the addresses could become another's in the middle of the call, which would wipe them.
      Reference.reachabilityFence(segment);
    }
  }
}
