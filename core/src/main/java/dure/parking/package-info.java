// SPDX-License-Identifier: Apache-2.0

/// Sleep and wake: the only calls that block, for platform and for virtual threads.
///
/// May use `dure.linux` and `dure.raw`. What is above waits through [dure.parking.Parking] and
/// knows no kernel.
@NullMarked
package dure.parking;

import org.jspecify.annotations.NullMarked;
