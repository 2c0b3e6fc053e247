// SPDX-License-Identifier: Apache-2.0

/// Mailboxes in pipes: `fifo:/path` in a file system, `pipe:NAME` of a process that hands it out,
/// `pipe:0` of the parent process.
///
/// A message is a frame, four bytes of length and its contents, in one write that the kernel mixes
/// with no other. Who receives copies the length out first (`tee`) and takes the whole frame in one
/// read, so that a receiver killed at any moment leaves whole messages to the next. May use
/// everything below but other transports. Start at [dure.transport.pipe.PipeCarrier].
@NullMarked
package dure.transport.pipe;

import org.jspecify.annotations.NullMarked;
