// SPDX-License-Identifier: Apache-2.0
package dure.memory;

import java.util.OptionalInt;

/// What a region looked like at one moment.
///
/// @param kind which kind of shared memory it is
/// @param name by which it is found: a POSIX name, a key as `0x0000002a`, a path; of anonymous
///   memory `anonymous:` and its inode, by which two listings of it can be told to be of the same
/// @param id the kernel's number of a System V segment
/// @param bytes its size
/// @param owner the user it belongs to, by name, or number where it has none
/// @param group its group, by name or number
/// @param mode its permission bits: owner, group and others
/// @param attached of a System V segment how many times it is attached; of any other how many
///   processes have it mapped, among those that this user may look into (its own, for root all), so
///   there may be more
/// @param creatorPid the process that made a System V segment
/// @param lastPid the process that attached or detached a System V segment last; empty before the
///   first did
/// @param removed whether its name is gone, and it ends with the last process that has it attached
/// @param isMailbox whether it belongs to a mailbox, and is not to be touched
public record RegionStatus(
    RegionKind kind,
    String name,
    OptionalInt id,
    long bytes,
    String owner,
    String group,
    int mode,
    long attached,
    OptionalInt creatorPid,
    OptionalInt lastPid,
    boolean removed,
    boolean isMailbox) {}
