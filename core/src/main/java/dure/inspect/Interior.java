// SPDX-License-Identifier: Apache-2.0
package dure.inspect;

/// How the messages of a mailbox lie in its memory.
public sealed interface Interior permits CellInterior, PairInterior {}
