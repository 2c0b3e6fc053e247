// SPDX-License-Identifier: Apache-2.0
package dure.transport.sysv;

import dure.Address;
import dure.InvalidNameException;
import dure.NoSuchMailboxException;
import dure.file.Failures;
import dure.linux.Errno;
import dure.linux.Keys;
import dure.linux.SystemVQueues;
import java.util.Locale;

/// Which queue an address means: that of a key, in hexadecimal as `0x1234abcd` or in decimal; that
/// of the key which `ftok` makes of a path and a project, as `/path#7`; or that of an id, as
/// `id=5`, for queues without a key.
///
/// @param address as it was written
/// @param kind what the number is
/// @param number a key, all of whose 32 bits count, or an id
record SysvQueueName(Address address, Kind kind, int number) {
  /// What a queue is known by.
  enum Kind {
    KEY,
    ID
  }

  private static final String ID = "id=";
  private static final String HEXADECIMAL = "0x";
  private static final long LARGEST_KEY = 0xFFFF_FFFFL;
  private static final int LARGEST_PROJECT = 255;

  /// Reads an address.
  ///
  /// @throws InvalidNameException if it can mean no queue
  static SysvQueueName of(Address address) {
    String name = address.name();
    if (name.startsWith(ID)) {
      long id = number(address, name.substring(ID.length()), Integer.MAX_VALUE, "an id");
      return new SysvQueueName(address, Kind.ID, (int) id);
    }
    long key =
        name.startsWith("/") ? keyOfPath(address) : number(address, name, LARGEST_KEY, "a key");
    if (key == Keys.IPC_PRIVATE) {
      throw invalid(
          address,
          "key 0 is IPC_PRIVATE, which names no queue, so no other process could find it; choose"
              + " another key");
    }
    return new SysvQueueName(address, Kind.KEY, (int) key);
  }

  /// The address of a queue as it is listed: by its key if it has one.
  static SysvQueueName of(String scheme, SystemVQueues.Entry entry) {
    boolean hasKey = entry.key() != Keys.IPC_PRIVATE;
    String name = hasKey ? text(entry.key()) : ID + entry.id();
    return new SysvQueueName(
        new Address(scheme, name), hasKey ? Kind.KEY : Kind.ID, hasKey ? entry.key() : entry.id());
  }

  /// A key as `ipcs` prints it.
  static String text(int key) {
    return String.format(Locale.ROOT, "0x%08x", key);
  }

  private static long keyOfPath(Address address) {
    int hash = address.name().lastIndexOf('#');
    if (hash < 0) {
      throw invalid(
          address, "a key is made of a path and a project from 1 to 255: write 'sysv:/path#7'");
    }
    String path = address.name().substring(0, hash);
    String digits = address.name().substring(hash + 1);
    long project = number(address, digits, LARGEST_PROJECT, "a project");
    if (project == 0) {
      throw invalid(address, "a project is from 1 to 255, and not 0");
    }
    long key = Keys.of(path, (int) project);
    if (key < 0) {
      throw invalid(
          address,
          "its key is made of the file "
              + path
              + ", which cannot be found: "
              + Errno.describe(key)
              + "; make that file first, and keep it");
    }
    return key;
  }

  private static long number(Address address, String digits, long largest, String what) {
    boolean hexadecimal = digits.startsWith(HEXADECIMAL);
    String plain = hexadecimal ? digits.substring(HEXADECIMAL.length()) : digits;
    if (plain.matches(hexadecimal ? "[0-9a-fA-F]{1,8}" : "[0-9]{1,10}")) {
      long number = Long.parseLong(plain, hexadecimal ? 16 : 10);
      if (number <= largest) {
        return number;
      }
    }
    throw invalid(
        address,
        String.format(
            Locale.ROOT,
            "'%s' is not %s, which is a number from 0 to %d, in decimal or as 0x%x; write"
                + " 'sysv:0x1234abcd', 'sysv:4660', 'sysv:/path#7' or 'sysv:id=5'",
            digits,
            what,
            largest,
            largest));
  }

  private static InvalidNameException invalid(Address address, String problem) {
    return new InvalidNameException(address.toString(), problem);
  }

  /// The id of the queue there is now, whatever this user may do with it.
  ///
  /// @throws NoSuchMailboxException if there is none
  int find() {
    if (kind == Kind.ID) {
      return number;
    }
    int id = SystemVQueues.get(number, 0);
    if (Errno.ENOENT.is(id)) {
      throw none();
    }
    return Failures.check(address.toString(), "find it", id);
  }

  NoSuchMailboxException none() {
    return new NoSuchMailboxException(
        address.toString(),
        kind == Kind.ID
            ? "there is no System V message queue of this id; 'ipcs -q' lists those there are"
            : "there is no System V message queue of key "
                + text(number)
                + "; create it, or compare the key with 'ipcs -q'");
  }
}
