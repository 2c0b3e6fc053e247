// SPDX-License-Identifier: Apache-2.0

/// Writes what was measured, for people and for machines.
@NullMarked
package dure.bench.report;

import org.jspecify.annotations.NullMarked;
