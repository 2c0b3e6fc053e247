// SPDX-License-Identifier: Apache-2.0

/// Protocol Buffers as messages.
@NullMarked
package dure.codec.protobuf;

import org.jspecify.annotations.NullMarked;
