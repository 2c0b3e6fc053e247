// SPDX-License-Identifier: Apache-2.0
package dure.layout;

/// One field of a structure in shared memory.
///
/// @param name what it is called in the documents
/// @param offset its first byte, from the start of the structure
/// @param bytes its length
/// @param meaning what it says and which process writes it
public record Field(String name, long offset, int bytes, String meaning) {}
