// SPDX-License-Identifier: Apache-2.0

/// What the two processes of a run do. One *drives*: it measures, slice by slice, and between the
/// slices it measures the bare cache line; the other *accompanies* it.
///
/// Start at [dure.bench.role.Role].
@NullMarked
package dure.bench.role;

import org.jspecify.annotations.NullMarked;
