// SPDX-License-Identifier: Apache-2.0

/// The programs that the processes of a scenario run: one role each.
///
/// A role takes orders as lines from its standard input and reports what it does as lines on its
/// standard output. When its input ends the lab has gone, and the role ends too. May use all of the
/// library's public packages and `dure.lab.kernel`. Start at [dure.lab.role.RoleProgram].
@NullMarked
package dure.lab.role;

import org.jspecify.annotations.NullMarked;
