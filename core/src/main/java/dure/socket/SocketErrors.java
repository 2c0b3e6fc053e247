// SPDX-License-Identifier: Apache-2.0
package dure.socket;

import dure.ConnectionLostException;
import dure.DureException;
import dure.DureException.Subject;
import dure.MessageTooLargeException;
import dure.NoSuchObjectException;
import dure.ObjectExistsException;
import dure.file.Failures;
import dure.linux.Errno;

/// What the kernel's refusals mean for a socket.
final class SocketErrors {
  private SocketErrors() {}

  /// The result of a call, unless it failed.
  ///
  /// @param name where the socket is, or is to be
  /// @param tried what was tried, to follow "cannot"
  static int check(String name, String tried, int result) {
    if (result >= 0) {
      return result;
    }
    throw of(name, tried, result);
  }

  static DureException of(String name, String tried, int result) {
    for (Errno errno : Errno.values()) {
      if (errno.is(result)) {
        return of(errno, name, tried);
      }
    }
    return checked(name, tried, result);
  }

  private static DureException of(Errno errno, String name, String tried) {
    int result = -errno.number();
    String why = "cannot " + tried + ": " + Errno.describe(result);
    return switch (errno) {
      case EADDRINUSE ->
          new ObjectExistsException(
              Subject.CHANNEL,
              name,
              why + "; take another address, or end the process that has it");
      case ECONNREFUSED ->
          new NoSuchObjectException(Subject.CHANNEL, name, why + "; nobody listens there");
      case EPROTOTYPE ->
          new NoSuchObjectException(
              Subject.CHANNEL, name, why + " listens there; connect one of that kind");
      case ENOENT, ENOTDIR ->
          new NoSuchObjectException(
              Subject.CHANNEL, name, why + ", or no such directory; check the path");
      case EADDRNOTAVAIL ->
          new NoSuchObjectException(
              Subject.CHANNEL, name, why + "; 'ip address' lists those it has");
      case EMSGSIZE ->
          new MessageTooLargeException(
              Subject.CHANNEL, name, why + "; send it in parts, or over a stream");
      case ECONNRESET, EPIPE, ECONNABORTED, ETIMEDOUT, ENETUNREACH, EHOSTUNREACH, ENOTCONN ->
          new ConnectionLostException(Subject.CHANNEL, name, why + "; connect anew to go on");
      default -> checked(name, tried, result);
    };
  }

  private static DureException checked(String name, String tried, int result) {
    try {
      Failures.check(Subject.CHANNEL, name, tried, result);
    } catch (DureException named) {
      return named;
    }
    throw new IllegalStateException("no failure: " + result);
  }
}
