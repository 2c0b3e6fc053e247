// SPDX-License-Identifier: Apache-2.0
package dure.linux;

/// The error numbers this project meets, by their C names. They are the same on both architectures.
public enum Errno {
  EPERM(1, "operation not permitted"),
  ENOENT(2, "no such file"),
  ESRCH(3, "no such process"),
  EINTR(4, "interrupted by a signal"),
  EIO(5, "input or output error"),
  ENXIO(6, "no such device or address"),
  E2BIG(7, "too long"),
  EBADF(9, "bad file descriptor"),
  EAGAIN(11, "try again"),
  ENOMEM(12, "out of memory"),
  EACCES(13, "permission denied"),
  EFAULT(14, "bad address"),
  EBUSY(16, "in use"),
  EEXIST(17, "already exists"),
  ENOTDIR(20, "not a directory"),
  EISDIR(21, "is a directory"),
  EINVAL(22, "invalid argument"),
  ENFILE(23, "too many open files in the system"),
  EMFILE(24, "too many open files in this process"),
  EFBIG(27, "file too large"),
  ENOSPC(28, "no space left"),
  EROFS(30, "file system is read-only"),
  EPIPE(32, "broken pipe"),
  ERANGE(34, "result too large"),
  ENAMETOOLONG(36, "name too long"),
  ENOSYS(38, "not known to this kernel"),
  ELOOP(40, "a symbolic link where none is followed"),
  ENOMSG(42, "no message of the desired type"),
  EIDRM(43, "identifier removed"),
  EOVERFLOW(75, "value too large"),
  ENOTSOCK(88, "not a socket"),
  EDESTADDRREQ(89, "no destination given"),
  EMSGSIZE(90, "message too long"),
  EPROTOTYPE(91, "a socket of another kind"),
  EOPNOTSUPP(95, "not supported"),
  EAFNOSUPPORT(97, "address family not supported"),
  EADDRINUSE(98, "address already in use"),
  EADDRNOTAVAIL(99, "not an address of this machine"),
  ENETUNREACH(101, "network unreachable"),
  ECONNABORTED(103, "connection aborted"),
  ECONNRESET(104, "connection reset by peer"),
  ENOBUFS(105, "no buffer space"),
  EISCONN(106, "already connected"),
  ENOTCONN(107, "not connected"),
  ETIMEDOUT(110, "timed out"),
  ECONNREFUSED(111, "connection refused"),
  EHOSTUNREACH(113, "no route to host"),
  EALREADY(114, "already under way"),
  EINPROGRESS(115, "now under way");

  private final int number;
  private final String meaning;

  Errno(int number, String meaning) {
    this.number = number;
    this.meaning = meaning;
  }

  /// The number the kernel uses.
  public int number() {
    return number;
  }

  /// Whether a call's result is this error.
  public boolean is(long result) {
    return result == -number;
  }

  /// Names the error in a call's negative result, as `EACCES (permission denied)`.
  public static String describe(long result) {
    for (Errno errno : values()) {
      if (errno.is(result)) {
        return errno + " (" + errno.meaning + ")";
      }
    }
    return "errno " + -result;
  }
}
