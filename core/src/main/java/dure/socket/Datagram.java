// SPDX-License-Identifier: Apache-2.0
package dure.socket;

import org.jspecify.annotations.Nullable;

/// A message that came without a connection.
///
/// @param bytes what it says
/// @param from where an answer would go; null if its sender's socket has no name
@SuppressWarnings("ArrayRecordComponent") // the bytes are the caller's, and no two are compared
public record Datagram(byte[] bytes, @Nullable EndpointAddress from) {}
