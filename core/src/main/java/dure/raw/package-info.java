// SPDX-License-Identifier: Apache-2.0

/// Raw access to shared memory by address, and the marks at which a crash matters.
///
/// May use nothing of ours. Callers hold the mapping and have checked every address; nothing here
/// checks again.
@NullMarked
package dure.raw;

import org.jspecify.annotations.NullMarked;
