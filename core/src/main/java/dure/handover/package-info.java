// SPDX-License-Identifier: Apache-2.0

/// Where the owner of something without a name in any file system lets others in: a Unix socket
/// with an abstract name, at which it hands out a descriptor of it, as the mode of a file decides.
///
/// Name and thing are the kernel's, so both end with the owner, however it ends, and nothing stays
/// behind. May use `dure`, `dure.file`, `dure.layout`, `dure.linux` and `dure.parking`. Start at
/// [dure.handover.DescriptorServer].
@NullMarked
package dure.handover;

import org.jspecify.annotations.NullMarked;
