// SPDX-License-Identifier: Apache-2.0

/// The contract suite: what every transport promises, as tests that take a transport and what it
/// declares. Each role is played by a process of its own.
///
/// A transport takes part by describing itself as a [dure.conformance.TransportUnderTest] and
/// extending each of the contracts.
@NullMarked
package dure.conformance;

import org.jspecify.annotations.NullMarked;
