// SPDX-License-Identifier: Apache-2.0
package dure.memory;

import dure.InvalidNameException;
import dure.NoSuchObjectException;
import dure.NotPermittedException;
import dure.ObjectExistsException;
import dure.OutOfSharedMemoryException;
import dure.SystemLimitException;
import dure.linux.PageSize;
import java.util.concurrent.locks.LockSupport;

/// Says which region to create or attach, and how; made by [Region].
///
/// Size, mode and group count only when a region is created; of one that exists, the size is the
/// least that is asked of it, and all of it is attached. Not for several threads at once; may be
/// used again. Nothing here waits for long: for the answer of an [Offer] some seconds at most.
public final class RegionBuilder {
  /// How often to find a region neither there to be attached nor absent to be created, while others
  /// create and remove it.
  private static final int MOST_TRIES = 20;

  private static final long PAUSE_NANOS = 5_000_000L;
  private static final int READ_AND_WRITE = 0666;

  private final RegionSource source;
  private long bytes;
  private int mode = 0600;
  private String group = "";
  private boolean readOnly;
  private long address;

  RegionBuilder(RegionSource source) {
    this.source = source;
  }

  /// How many bytes it has. The kernel gives out whole pages; the rest of the last one is not used.
  ///
  /// @throws IllegalArgumentException if there is less than one
  public RegionBuilder size(long bytes) {
    if (bytes < 1) {
      throw new IllegalArgumentException("a region has at least one byte, not " + bytes);
    }
    this.bytes = bytes;
    return this;
  }

  /// The permission bits of the region: `0600` for this user alone, which is the default; `0640`
  /// for a group to read it too. The process's mask takes nothing off.
  ///
  /// @throws IllegalArgumentException if it has other bits than to read and to write
  public RegionBuilder mode(int mode) {
    if ((mode & ~READ_AND_WRITE) != 0) {
      throw new IllegalArgumentException(
          "a region's mode is made of the bits of 0666, to read and to write, and not 0"
              + Integer.toOctalString(mode));
    }
    this.mode = mode;
    return this;
  }

  /// The group that the mode speaks of, by name or number.
  public RegionBuilder group(String group) {
    this.group = group;
    return this;
  }

  /// Attaches it so that this process cannot write it: its segment refuses, and so does the kernel,
  /// whatever goes there by address. Takes the right to read it, and no more.
  public RegionBuilder readOnly() {
    this.readOnly = true;
    return this;
  }

  /// Attaches it at this very address, for data that has addresses in it. It must be free in every
  /// process that does so; after [Region#close] it is, for a region that is no longer than that
  /// one.
  ///
  /// @param address a multiple of the page size
  /// @throws IllegalArgumentException if it is not
  public RegionBuilder at(long address) {
    int page = PageSize.kernel();
    if (address <= 0 || address % page != 0) {
      throw new IllegalArgumentException(
          "a region begins at a multiple of " + page + ", not at 0x" + Long.toHexString(address));
    }
    this.address = address;
    return this;
  }

  /// Creates the region, all zeros and with all its memory, and attaches it.
  ///
  /// @throws ObjectExistsException if its name or key is taken, or the address is
  /// @throws InvalidNameException if there can be none of this name, or there is no such group
  /// @throws NotPermittedException if this user may not create it there, or give it to the group
  /// @throws OutOfSharedMemoryException if there is not so much memory; nothing was created
  /// @throws SystemLimitException if a limit of the system is in the way; nothing was created
  /// @throws IllegalArgumentException if no size was said
  public Region create() {
    if (bytes == 0) {
      throw new IllegalArgumentException(
          "region '" + source.name() + "' can be created only with a size(bytes)");
    }
    RegionSpec wish = wish(true);
    return Region.attachNew(source.create(wish), wish);
  }

  /// Attaches a region that exists.
  ///
  /// @throws NoSuchObjectException if there is none, or it is smaller than asked for
  /// @throws NotPermittedException if its mode does not let this user in
  /// @throws InvalidNameException if what is there is no region: a directory, pipe, link or device
  /// @throws ObjectExistsException if something else is mapped at the address
  public Region attach() {
    return attach(false);
  }

  private Region attach(boolean mayCreate) {
    RegionSpec wish = wish(mayCreate);
    Backing found = source.find(wish);
    boolean fits = false;
    try {
      wish.requireSize(found.bytes());
      fits = true;
    } finally {
      if (!fits) {
        found.close();
      }
    }
    return Region.attach(found, wish);
  }

  /// Attaches the region, creating it if there is none. One that another is just making is waited
  /// for, about a tenth of a second.
  ///
  /// @throws ObjectExistsException if there is one that is smaller than asked for
  public Region attachOrCreate() {
    for (int tries = 1; ; tries++) {
      try {
        return attach(true);
      } catch (NoSuchObjectException absent) {
        // then it is ours to create
      }
      try {
        return create();
      } catch (ObjectExistsException createdByAnotherMeanwhile) {
        if (tries == MOST_TRIES) {
          throw createdByAnotherMeanwhile;
        }
      }
      LockSupport.parkNanos(PAUSE_NANOS);
    }
  }

  /// Removes the region without attaching it, as [Region#remove] does.
  ///
  /// @throws NoSuchObjectException if there is none
  /// @throws NotPermittedException if this user may not
  public void remove() {
    source.remove(wish(false));
  }

  private RegionSpec wish(boolean mayCreate) {
    return new RegionSpec(source.name(), bytes, mode, group, !readOnly, address, mayCreate);
  }
}
