// SPDX-License-Identifier: Apache-2.0

/// The mechanisms that are compared, each behind the same two small interfaces. A new peer is one
/// class and one line in [dure.bench.peer.Peers].
@NullMarked
package dure.bench.peer;

import org.jspecify.annotations.NullMarked;
