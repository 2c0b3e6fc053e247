// SPDX-License-Identifier: Apache-2.0

/// What the lecture claims of its mechanisms, measured: `dure bench claims`. Start at
/// [dure.bench.claims.Claims].
@NullMarked
package dure.bench.claims;

import org.jspecify.annotations.NullMarked;
