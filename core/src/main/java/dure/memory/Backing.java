// SPDX-License-Identifier: Apache-2.0
package dure.memory;

/// What the kernel keeps of a region, whether this process has it attached or not.
interface Backing extends AutoCloseable {
  /// Its size in bytes.
  long bytes();

  /// Maps it in the place of a range that this process has reserved.
  ///
  /// @throws dure.DureException if that cannot be; what is in the range then is not said
  void map(long address, RegionSpec wish);

  /// Gives a new one that is mapped its memory, if it has not been given it before.
  ///
  /// @throws dure.OutOfSharedMemoryException if there is not so much
  default void allocate(AddressRange span, RegionSpec wish) {}

  /// Undoes its creation, and closes it.
  void discard();

  RegionStatus status();

  /// Takes its name off it; whether it still had it.
  boolean remove();

  /// Lets go of what this process holds of it beside the mapping.
  @Override
  void close();
}
