// SPDX-License-Identifier: Apache-2.0

/// The demo: a real file carried between processes through one mailbox, and the proof that it
/// arrived.
///
/// What is claimed at the end comes from journals that the processes write outside shared memory,
/// and from the file put together again; never from the mailbox. May use `dure`, `dure.cli.io` and
/// `dure.cli.options`. Start at [dure.cli.demo.DemoRun].
@NullMarked
package dure.cli.demo;

import org.jspecify.annotations.NullMarked;
