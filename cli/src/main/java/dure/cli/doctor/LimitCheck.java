// SPDX-License-Identifier: Apache-2.0
package dure.cli.doctor;

/// Something that was examined: a limit of the system, of this user or process, or a mailbox.
///
/// @param mechanism what it limits, or where it was found
/// @param name as the system calls it
/// @param verdict what is thought of it
/// @param value what it is now; empty if this system does not tell
/// @param meaning what it bounds, or what is the matter
/// @param remedy what to do about this value; empty if nothing has to be done
public record LimitCheck(
    String mechanism, String name, Verdict verdict, String value, String meaning, String remedy) {}
