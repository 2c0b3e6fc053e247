// SPDX-License-Identifier: Apache-2.0

/// Request and reply over mailboxes, and loops that listen at one.
///
/// May use `dure`. Start at [dure.service.Contract].
@NullMarked
package dure.service;

import org.jspecify.annotations.NullMarked;
