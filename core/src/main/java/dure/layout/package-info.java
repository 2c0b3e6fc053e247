// SPDX-License-Identifier: Apache-2.0

/// What other processes can see: offsets, sizes, bit fields, versions and names, and no behaviour.
///
/// May use `dure`, for the namespace that names are in. `docs/layout.md` is generated from here.
/// Start at [dure.layout.HeaderLayout].
@NullMarked
package dure.layout;

import org.jspecify.annotations.NullMarked;
