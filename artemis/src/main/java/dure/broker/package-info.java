// SPDX-License-Identifier: Apache-2.0

/// A broker for mailboxes, as one process: Apache Artemis with a durable journal.
///
/// Start at [dure.broker.Broker].
@NullMarked
package dure.broker;

import org.jspecify.annotations.NullMarked;
