// SPDX-License-Identifier: Apache-2.0

/// What is measured, what came of it, and what may be concluded: arithmetic only.
///
/// Start at [dure.bench.result.Summary].
@NullMarked
package dure.bench.result;

import org.jspecify.annotations.NullMarked;
