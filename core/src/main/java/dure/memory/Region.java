// SPDX-License-Identifier: Apache-2.0
package dure.memory;

import dure.DureException.Subject;
import dure.InvalidNameException;
import dure.layout.FileNames;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.file.Path;
import java.util.List;

/// A piece of shared memory that this process has attached.
///
/// ```java
/// try (Region region = Region.posix("/scores").size(4096).attachOrCreate()) {
///   region.segment().set(ValueLayout.JAVA_INT, 0, 42); // other processes that have it attached see it
/// }
/// ```
///
/// Reading and writing make no system call, wait for no other process and tell none. What lies
/// where, which process writes when, and how others learn of it is for the processes to agree on:
/// values that others may read at the same time are to be written and read by the access modes of a
/// [java.lang.invoke.VarHandle], and what belongs together needs a lock. A [dure.Mailbox] does all
/// that by itself.
///
/// A new region is all zeros and has all its memory, so a machine or `/dev/shm` that is full is an
/// error when it is created. A file or POSIX object that another program made may lack memory, or
/// be cut while it is attached; touching what is not there throws an [InternalError].
///
/// May be used by several threads. Regions stay attached after their creator's end: each process
/// detaches by [#close], or by ending.
public final class Region implements AutoCloseable {
  private final Backing backing;
  private final AddressRange span;
  private final Arena arena = Arena.ofShared();
  private final MemorySegment segment;

  // Guarded by this.
  private boolean closed;

  private Region(Backing backing, AddressRange span, boolean writable) {
    this.backing = backing;
    this.span = span;
    MemorySegment all = span.lend(arena, backing.bytes());
    this.segment = writable ? all : all.asReadOnly();
  }

  /// Attaches what was found, or lets go of it.
  static Region attach(Backing found, RegionSpec wish) {
    boolean attached = false;
    try {
      Region region = new Region(found, AddressRange.of(found, wish), wish.writable());
      attached = true;
      return region;
    } finally {
      if (!attached) {
        found.close();
      }
    }
  }

  /// Attaches what was made just now, or unmakes it.
  static Region attachNew(Backing made, RegionSpec wish) {
    AddressRange span = null;
    boolean attached = false;
    try {
      span = AddressRange.of(made, wish);
      made.allocate(span, wish);
      Region region = new Region(made, span, wish.writable());
      attached = true;
      return region;
    } finally {
      if (!attached) {
        if (span != null) {
          span.detach();
        }
        made.discard();
      }
    }
  }

  /// A POSIX object, as of C's `shm_open`.
  ///
  /// @param name a slash and up to 255 bytes without one; it is a file of this name in `/dev/shm`
  /// @throws InvalidNameException if it can be no object's name
  public static RegionBuilder posix(String name) {
    return new RegionBuilder(NamedFile.posix(name));
  }

  /// A System V segment by its key, as of C's `shmget`.
  ///
  /// @param key any but zero; zero (`IPC_PRIVATE`) only to create one that is found by its id
  public static RegionBuilder systemV(int key) {
    return new RegionBuilder(SystemV.byKey(key));
  }

  /// A System V segment by the key that C's `ftok` makes of a file and a number.
  ///
  /// @param file that exists, whatever is in it
  /// @param projectId from 1 to 255, as the letter `'R'`
  /// @throws dure.NoSuchObjectException if there is no such file
  public static RegionBuilder systemV(Path file, int projectId) {
    return new RegionBuilder(SystemV.byFile(file, projectId));
  }

  /// A System V segment by its id, as `ipcs -m` and [#list] show it. It can be attached and
  /// removed; its creator's [#status] has the id of one that has no key.
  public static RegionBuilder systemVById(int id) {
    return new RegionBuilder(SystemV.byId(id));
  }

  /// A file of the caller's, mapped: what is written there is in the file, and stays.
  ///
  /// @param path of an ordinary file; a symbolic link in its last part is refused
  public static RegionBuilder file(Path path) {
    return new RegionBuilder(NamedFile.at(path));
  }

  /// Memory without a name, to be created here and handed to other processes by [#offer].
  ///
  /// @param bytes its size
  public static RegionBuilder anonymous(long bytes) {
    return new RegionBuilder(new Anonymous("anonymous", false)).size(bytes);
  }

  /// Memory without a name that another process offers.
  ///
  /// Any process may take the name first. Where another user could be interested, look at the owner
  /// in [#status] before believing the contents.
  ///
  /// @param name of the offer
  /// @throws InvalidNameException if it can be no offer's name
  public static RegionBuilder offered(String name) {
    return new RegionBuilder(new Anonymous(checkedOffer(name), true));
  }

  private static String checkedOffer(String name) {
    String objection = FileNames.current().objection(name);
    if (objection != null) {
      throw new InvalidNameException(Subject.REGION, name, objection);
    }
    return name;
  }

  /// All regions of this machine (or container) that can be listed: POSIX objects and System V
  /// segments of any creator, and anonymous memory of Dure's that a process of this user has
  /// attached. Mapped files are not among them: any file can be one.
  public static List<RegionStatus> list() {
    return Listing.all();
  }

  /// Its bytes; read-only if it was attached so, or if this user may only read it. Once it is
  /// closed, any access throws an [IllegalStateException].
  public MemorySegment segment() {
    return segment;
  }

  /// The address at which the region is attached in this process. A caller that goes by address
  /// keeps this object reachable meanwhile: after [#close] there are private zeros, and when it is
  /// collected, perhaps nothing.
  public long address() {
    return span.address();
  }

  /// Its size in bytes.
  public long size() {
    return segment.byteSize();
  }

  /// What the kernel knows of it now.
  ///
  /// @throws IllegalStateException if it is closed
  public synchronized RegionStatus status() {
    requireOpen();
    return backing.status();
  }

  /// Removes its name: no process finds it any more, the name is free for another, and the
  /// processes that have it attached go on. The region ends with the last of them. Of a file, the
  /// rights to its directory decide; of a System V segment, its owner, its creator and root may
  /// remove it.
  ///
  /// @return whether it was there to be removed; false if it had been removed before
  /// @throws dure.NotPermittedException if this user may not
  /// @throws IllegalStateException if it is closed, or has no name to be removed
  public synchronized boolean remove() {
    requireOpen();
    return backing.remove();
  }

  /// Offers anonymous memory to other processes, until the offer or this process ends. A process
  /// that its mode lets read may take it by [#offered]; a process that the mode lets write may take
  /// it for writing.
  ///
  /// @param name under which others take it: letters, digits, `.`, `_` and `-`
  /// @throws InvalidNameException if it can be no offer's name
  /// @throws dure.ObjectExistsException if another offer has the name
  /// @throws IllegalStateException if it is closed, or not anonymous: others find those by name
  public synchronized Offer offer(String name) {
    requireOpen();
    return Offer.open(checkedOffer(name), backing);
  }

  private void requireOpen() {
    if (closed) {
      throw new IllegalStateException("this region is closed; attach it again to go on");
    }
  }

  /// Detaches: lets go of the memory. Another thread's access to the segment fails with an
  /// [IllegalStateException] from now on; input or output of the JVM that is under way with it ends
  /// with zeros. Other processes that have it attached notice nothing. Again does nothing.
  @Override
  public synchronized void close() {
    if (!closed) {
      closed = true;
      try {
        arena.close();
      } catch (IllegalStateException inUse) {
        span.abandon();
      } finally {
        backing.close();
      }
    }
  }
}
