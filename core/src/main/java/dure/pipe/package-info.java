// SPDX-License-Identifier: Apache-2.0

/// Pipes as they are: streams of bytes between two processes, with a name in a file system
/// ([dure.pipe.Fifo]) or between relatives ([dure.pipe.Pipe]). As mailboxes they are `pipe:` and
/// `fifo:`.
///
/// May use `dure`, `dure.carrier`, `dure.file`, `dure.linux` and `dure.parking`. Start at
/// [dure.pipe.PipeEnd].
@NullMarked
package dure.pipe;

import org.jspecify.annotations.NullMarked;
