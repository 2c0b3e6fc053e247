// SPDX-License-Identifier: Apache-2.0
package dure.memory;

import dure.DureException.Subject;
import dure.NotPermittedException;
import dure.ObjectExistsException;
import dure.SystemLimitException;
import dure.linux.Errno;
import dure.linux.KernelException;
import dure.linux.Mappings;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.ref.Reference;
import java.lang.ref.WeakReference;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Addresses of this process at which a region is, or was.
///
/// Detaching does not unmap the addresses: it puts private empty pages in the place of the shared
/// ones, in one step, so a thread that still goes there by address reads zeros and harms nothing.
/// The addresses are given back when nothing can reach this object any more. Until then a region
/// can be attached there again, if the caller chose the address.
final class AddressRange {
  /// By the address that a caller chose.
  // Guarded by itself.
  private static final Map<Long, WeakReference<AddressRange>> CHOSEN = new HashMap<>();

  private final long address;
  private final long bytes;

  /// Unmaps them when it can no longer be reached.
  private final MemorySegment kept;

  // Guarded by CHOSEN.
  private boolean used;

  private AddressRange(long address, long bytes) {
    this.address = address;
    this.bytes = bytes;
    this.kept = Mappings.segment(address, bytes);
  }

  /// Maps a region, at the address that the caller wishes or at one that the kernel chooses.
  ///
  /// @throws ObjectExistsException if something else is mapped at the address
  static AddressRange of(Backing backing, RegionSpec wish) {
    synchronized (CHOSEN) {
      AddressRange former = former(wish.address(), backing.bytes());
      AddressRange span = former == null ? reserved(wish, backing.bytes()) : former;
      span.map(backing, wish);
      span.used = true;
      return span;
    }
  }

  /// Noted before it is used, so that where a region could not be mapped the next one can.
  // Guarded by CHOSEN.
  private static AddressRange reserved(RegionSpec wish, long bytes) {
    AddressRange made = new AddressRange(reserve(wish, bytes), bytes);
    if (wish.address() != 0) {
      CHOSEN.values().removeIf(gone -> gone.refersTo(null));
      CHOSEN.put(wish.address(), new WeakReference<>(made));
    }
    return made;
  }

  private static @Nullable AddressRange former(long address, long bytes) {
    WeakReference<AddressRange> chosen = CHOSEN.get(address);
    AddressRange former = chosen == null ? null : chosen.get();
    return former == null || former.used || former.bytes < bytes ? null : former;
  }

  private static long reserve(RegionSpec wish, long bytes) {
    if (wish.address() == 0) {
      long reserved = Mappings.reserve(bytes);
      return reserved < 0 ? refuse(wish, "anywhere", reserved) : reserved;
    }
    String where = "at 0x" + Long.toHexString(wish.address());
    long reserved = Mappings.reserve(wish.address(), bytes);
    if (Errno.EEXIST.is(reserved)) {
      throw new ObjectExistsException(
          Subject.REGION,
          wish.name(),
          "cannot attach it "
              + where
              + ": something is mapped there in this process (EEXIST); name another address, or"
              + " none for one that is free");
    }
    if (Errno.EPERM.is(reserved)) {
      throw new NotPermittedException(
          Subject.REGION,
          wish.name(),
          "cannot attach it " + where + ": so low an address is forbidden (vm.mmap_min_addr)");
    }
    return reserved < 0 ? refuse(wish, where, reserved) : reserved;
  }

  private static long refuse(RegionSpec wish, String where, long result) {
    if (Errno.ENOMEM.is(result)) {
      throw new SystemLimitException(
          Subject.REGION,
          wish.name(),
          "cannot attach it "
              + where
              + ": this process has no such addresses to give (ENOMEM); its address space (ulimit"
              + " -v), the number of its mappings (vm.max_map_count) and the highest address are"
              + " limited");
    }
    return wish.check("attach it " + where, result);
  }

  private void map(Backing backing, RegionSpec wish) {
    boolean mapped = false;
    try {
      backing.map(address, wish);
      mapped = true;
    } finally {
      if (!mapped) {
        Mappings.blank(address, bytes);
      }
    }
  }

  long address() {
    return address;
  }

  /// The region's bytes, until the arena is closed: then they are detached, as the arena's last
  /// act.
  MemorySegment lend(Arena arena, long length) {
    return Mappings.segment(address, length, arena, this::detach);
  }

  /// Gives the range its pages.
  int populate() {
    return Mappings.populate(address, bytes);
  }

  /// Lets go of the region; does nothing when that has been done.
  void detach() {
    synchronized (CHOSEN) {
      if (used) {
        blank();
        used = false;
      }
    }
  }

  /// Lets go of the region while a thread is still going there, so that nothing else can be
  /// attached there.
  void abandon() {
    synchronized (CHOSEN) {
      blank();
    }
  }

  private void blank() {
    try {
      KernelException.check("mmap", Mappings.blank(address, bytes));
    } finally {
      Reference.reachabilityFence(kept);
    }
  }
}
