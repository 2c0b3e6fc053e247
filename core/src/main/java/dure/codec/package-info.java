// SPDX-License-Identifier: Apache-2.0

/// Codecs of the JDK's own types: bytes, text, numbers, and records that lie flat in their bytes.
///
/// May use `dure`. Start at [dure.codec.Codecs].
@NullMarked
package dure.codec;

import org.jspecify.annotations.NullMarked;
