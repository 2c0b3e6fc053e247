// SPDX-License-Identifier: Apache-2.0

/// What each call costs one thread that is alone, by JMH: no other processor takes part, so this is
/// the price of the code itself.
@NullMarked
package dure.bench.jmh;

import org.jspecify.annotations.NullMarked;
