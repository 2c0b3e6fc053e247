// SPDX-License-Identifier: Apache-2.0

/// Values as CBOR messages, by Jackson.
@NullMarked
package dure.codec.cbor;

import org.jspecify.annotations.NullMarked;
