// SPDX-License-Identifier: Apache-2.0
package dure.socket;

/// The process at the other end of a Unix socket, as the kernel noted it when the connection was
/// made.
///
/// @param pid its process, in the caller's pid namespace; zero if it is not visible there
/// @param uid its user
/// @param gid its primary group
public record Credentials(int pid, int uid, int gid) {}
