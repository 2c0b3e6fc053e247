// SPDX-License-Identifier: Apache-2.0
package dure.memory;

/// The kinds of shared memory that Linux has.
public enum RegionKind {
  /// An object of `shm_open(3)`: found by a name, there until it is removed or the machine
  /// restarts.
  POSIX,

  /// A segment of `shmget(2)`: found by a key or an id, there until it is removed or the machine
  /// restarts.
  SYSTEM_V,

  /// Memory without a name, of `memfd_create(2)`: sealed, so that no process can change its size;
  /// handed over by an [Offer], and gone with the last process that has it.
  ANONYMOUS,

  /// An ordinary file that is mapped: found by its path, and what is written there stays written.
  FILE
}
