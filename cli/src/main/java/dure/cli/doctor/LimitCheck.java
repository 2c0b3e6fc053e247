// SPDX-License-Identifier: Apache-2.0
package dure.cli.doctor;

/// A limit of the system, or of this user or process.
///
/// @param mechanism what it limits
/// @param name as the system calls it
/// @param value what it is now; empty if this system does not tell
/// @param meaning what it bounds
/// @param remedy how to raise it
public record LimitCheck(
    String mechanism, String name, String value, String meaning, String remedy) {}
