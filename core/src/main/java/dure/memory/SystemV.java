// SPDX-License-Identifier: Apache-2.0
package dure.memory;

import dure.DureException.Subject;
import dure.NoSuchObjectException;
import dure.NotPermittedException;
import dure.ObjectExistsException;
import dure.OutOfSharedMemoryException;
import dure.SystemFailureException;
import dure.SystemLimitException;
import dure.file.MemorySpace;
import dure.linux.Errno;
import dure.linux.KernelException;
import dure.linux.Keys;
import dure.linux.Names;
import dure.linux.Processes;
import dure.linux.SharedMemorySegments;
import dure.linux.SharedMemorySegments.Limits;
import dure.linux.SharedMemorySegments.Status;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.OptionalInt;

/// System V segments of a key or an id.
///
/// @param name what errors call it
/// @param key by which it is found; zero for none
/// @param id its number, or −1 if the key is to find it
record SystemV(String name, int key, int id) implements RegionSource {
  private static final int NO_ID = -1;

  static SystemV byKey(int key) {
    return new SystemV(name(key), key, NO_ID);
  }

  static SystemV byId(int id) {
    if (id < 0) {
      throw new NoSuchObjectException(
          Subject.REGION, "id " + id, "there is none of this id; ids are from 0 on");
    }
    return new SystemV("id " + id, Keys.IPC_PRIVATE, id);
  }

  static SystemV byFile(Path file, int projectId) {
    if (projectId < 1 || projectId > 255) {
      throw new IllegalArgumentException("a project id is from 1 to 255, not " + projectId);
    }
    String path = file.toAbsolutePath().toString();
    long key = Keys.of(path, projectId);
    if (Errno.ENOENT.is(key) || Errno.ENOTDIR.is(key)) {
      throw new NoSuchObjectException(
          Subject.REGION, path, "there is no such file to make a key of; make it first");
    }
    dure.file.Failures.check(Subject.REGION, path, "make a key of it", key);
    return byKey((int) key);
  }

  /// What a key is called.
  static String name(int key) {
    return String.format(Locale.ROOT, "0x%08x", key);
  }

  @Override
  public SystemVSegment create(RegionSpec wish) {
    if (id != NO_ID) {
      throw new IllegalStateException("an id is the kernel's to give; create by a key, or by 0");
    }
    MemorySpace.requireMemory(wish.tenant("", true), wish.bytes());
    OptionalInt group = wish.groupNumber();
    int made = SharedMemorySegments.create(key, wish.bytes(), wish.mode());
    if (Errno.EEXIST.is(made)) {
      throw new ObjectExistsException(
          Subject.REGION,
          name,
          "the key is taken (EEXIST); attach its segment, or remove it first");
    }
    if (made < 0) {
      throw limited(wish, made);
    }
    SystemVSegment segment = new SystemVSegment(name, made, wish.bytes());
    boolean complete = false;
    try {
      if (group.isPresent()) {
        wish.check(
            "give it to group " + wish.group(),
            SharedMemorySegments.changeGroup(made, group.getAsInt(), wish.mode()));
      }
      complete = true;
      return segment;
    } finally {
      if (!complete) {
        segment.discard();
      }
    }
  }

  /// The kernel says little of which limit it was, so this compares.
  private RuntimeException limited(RegionSpec wish, int result) {
    Limits limits = SharedMemorySegments.limits();
    String readable = MemorySpace.readable(wish.bytes());
    if (Errno.EINVAL.is(result) && wish.bytes() > limits.largest()) {
      return limit("shmmax", limits.largest(), "it needs " + readable + " (EINVAL)");
    }
    if (Errno.ENOSPC.is(result)) {
      List<Status> all = SharedMemorySegments.list();
      return all.size() >= limits.segments()
          ? limit("shmmni", limits.segments(), "there are " + all.size() + " segments (ENOSPC)")
          : limit(
              "shmall",
              limits.pages(),
              "it needs " + readable + " beside those there are, in pages (ENOSPC)");
    }
    if (Errno.ENOMEM.is(result)) {
      return new OutOfSharedMemoryException(
          Subject.REGION,
          name,
          "it needs "
              + readable
              + ", which the kernel does not promise (ENOMEM). Create it smaller, or remove"
              + " others");
    }
    wish.check("create it", result);
    throw new AssertionError(result);
  }

  private SystemLimitException limit(String limit, long value, String problem) {
    return new SystemLimitException(
        Subject.REGION,
        name,
        String.format(
            Locale.ROOT,
            "%s, and kernel.%s allows %d; remove others ('ipcs -m' lists them), or raise it: sysctl"
                + " -w kernel.%s=N",
            problem,
            limit,
            value,
            limit));
  }

  @Override
  public SystemVSegment find(RegionSpec wish) {
    int found = findId(wish);
    try {
      return new SystemVSegment(name, found, SharedMemorySegments.status(found).bytes());
    } catch (KernelException refused) {
      if (refused.is(Errno.EACCES)) {
        throw notPermitted(name, found, wish.writable() ? "attach it for writing" : "attach it");
      }
      if (refused.is(Errno.EINVAL) || refused.is(Errno.EIDRM)) {
        throw absent();
      }
      throw new SystemFailureException(Subject.REGION, name, "cannot look at it: " + refused);
    }
  }

  private int findId(RegionSpec wish) {
    if (id != NO_ID) {
      return id;
    }
    if (key == Keys.IPC_PRIVATE) {
      throw new IllegalArgumentException(
          "key 0 (IPC_PRIVATE) names no segment; attach one without a key by its id");
    }
    int found = SharedMemorySegments.find(key);
    if (Errno.ENOENT.is(found)) {
      throw absent();
    }
    return (int) wish.check("find it", found);
  }

  private NoSuchObjectException absent() {
    return new NoSuchObjectException(
        Subject.REGION,
        name,
        id == NO_ID
            ? "there is none of this key (ENOENT); create it"
            : "there is none of this id; it may have been removed");
  }

  /// What to say to one whom a segment's mode does not let in.
  static NotPermittedException notPermitted(String name, int id, String wanted) {
    String whose =
        SharedMemorySegments.list().stream()
            .filter(segment -> segment.id() == id)
            .map(s ->
                String.format(
                    Locale.ROOT,
                    "it is user %s's (group %s, mode %04o), and ",
                    Names.user(s.uid()),
                    Names.group(s.gid()),
                    s.mode()))
            .findFirst()
            .orElse("");
    return new NotPermittedException(
        Subject.REGION,
        name,
        whose
            + "user "
            + Names.user(Processes.uid())
            + " may not "
            + wanted
            + "; its owner can allow more by mode and group, but not that others remove it");
  }

  @Override
  public void remove(RegionSpec wish) {
    int found = findId(wish);
    int result = SharedMemorySegments.remove(found);
    if (Errno.EINVAL.is(result) || Errno.EIDRM.is(result)) {
      throw absent();
    }
    SystemVSegment.checkRemoved(name, found, result);
  }
}
