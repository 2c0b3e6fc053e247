// SPDX-License-Identifier: Apache-2.0
package dure.memory;

import dure.DureException.Subject;
import dure.InvalidNameException;
import dure.NoSuchObjectException;
import dure.ObjectExistsException;
import dure.file.Failures;
import dure.file.MemorySpace;
import dure.linux.Names;
import java.util.Locale;
import java.util.OptionalInt;

/// What a caller asks of a region.
///
/// @param name what errors call it
/// @param bytes its size; of one that exists, the least it must have; zero for any
/// @param mode permission bits of a new one
/// @param group of a new one, empty for the usual one
/// @param writable whether to attach it for writing
/// @param address where to attach it, zero for anywhere
/// @param mayCreate whether the region may be made if there is none
record RegionSpec(
    String name,
    long bytes,
    int mode,
    String group,
    boolean writable,
    long address,
    boolean mayCreate) {
  /// What is said of a file that another program has made and not yet given its size.
  static final String NO_SIZE =
      "has no size yet: its creator has still to give it one (ftruncate); try again, or remove"
          + " it if its creator is gone";

  /// The result of a call, unless it failed for a reason that calls for no better name.
  long check(String tried, long result) {
    return Failures.check(Subject.REGION, name, tried, result);
  }

  MemorySpace.Tenant tenant(String directory, boolean isMemory) {
    return new MemorySpace.Tenant(Subject.REGION, name, directory, isMemory);
  }

  /// The number of the group asked for; empty if none was.
  OptionalInt groupNumber() {
    if (group.isEmpty()) {
      return OptionalInt.empty();
    }
    OptionalInt number = Names.groupNumber(group);
    if (number.isEmpty()) {
      throw new InvalidNameException(Subject.REGION, name, "there is no group '" + group + "'");
    }
    return number;
  }

  /// Refuses a region that exists and is too small.
  ///
  /// @throws NoSuchObjectException if it has no size at all: its maker may be about to give it one
  void requireSize(long existing) {
    if (existing == 0) {
      throw new NoSuchObjectException(Subject.REGION, name, "it " + NO_SIZE);
    }
    if (existing < bytes) {
      String problem =
          String.format(
              Locale.ROOT,
              "there is one of only %d bytes, and %d are asked for; ask for less, or remove it and"
                  + " create it anew",
              existing,
              bytes);
      throw mayCreate
          ? new ObjectExistsException(Subject.REGION, name, problem)
          : new NoSuchObjectException(Subject.REGION, name, problem);
    }
  }
}
