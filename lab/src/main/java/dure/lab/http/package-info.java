// SPDX-License-Identifier: Apache-2.0

/// The lab's server: for browsers of this machine alone, and of this user.
///
/// The page itself holds no secret and is shown to every browser of the machine. Everything else
/// needs the key, which is in the address that the lab prints. May use `dure`, `dure.lab.run` and
/// `dure.lab.scenario`. Start at [dure.lab.http.LabServer].
@NullMarked
package dure.lab.http;

import org.jspecify.annotations.NullMarked;
