// SPDX-License-Identifier: Apache-2.0

/// POSIX message queues as such: what they are called, how they are made and opened, what the
/// system allows, and what its refusals mean.
///
/// May use `dure`, `dure.file` and `dure.linux`. Start at [dure.mqueue.QueueName].
@NullMarked
package dure.mqueue;

import org.jspecify.annotations.NullMarked;
