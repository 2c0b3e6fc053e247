// SPDX-License-Identifier: Apache-2.0
package dure.memory;

import dure.NoSuchObjectException;
import dure.ObjectExistsException;

/// Where regions of a kind and a name come from.
interface RegionSource {
  /// What errors call the region.
  String name();

  /// Makes it.
  ///
  /// @throws ObjectExistsException if its name is taken
  Backing create(RegionSpec wish);

  /// Finds it.
  ///
  /// @throws NoSuchObjectException if there is none
  Backing find(RegionSpec wish);

  /// Removes it without attaching it.
  ///
  /// @throws NoSuchObjectException if there is none
  void remove(RegionSpec wish);
}
