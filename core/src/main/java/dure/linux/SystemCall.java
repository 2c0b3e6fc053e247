// SPDX-License-Identifier: Apache-2.0
package dure.linux;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import dure.DureException.Subject;
import dure.NotPermittedException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import org.jspecify.annotations.Nullable;

/// Every system call this project makes, by its number on each architecture, and the one door to
/// the kernel.
///
/// All go through libc's `syscall(number, …)` with plain 64-bit arguments: one native symbol and
/// one shape of call, so that a new call is a line in this table, and start-up links one handle
/// instead of forty. A result is what the kernel returned, or minus the errno. The numbers are
/// compared with the C headers by a test.
enum SystemCall {
  READ(0, 63),
  WRITE(1, 64),
  CLOSE(3, 57),
  MMAP(9, 222),
  MUNMAP(11, 215),
  RT_SIGPROCMASK(14, 135),
  IOCTL(16, 29),
  PREAD64(17, 67),
  MADVISE(28, 233),
  SHMGET(29, 194),
  SHMAT(30, 196),
  SHMCTL(31, 195),
  GETPID(39, 172),
  SOCKET(41, 198),
  CONNECT(42, 203),
  SENDTO(44, 206),
  RECVFROM(45, 207),
  SENDMSG(46, 211),
  RECVMSG(47, 212),
  SHUTDOWN(48, 210),
  BIND(49, 200),
  LISTEN(50, 201),
  GETSOCKNAME(51, 204),
  GETPEERNAME(52, 205),
  SETSOCKOPT(54, 208),
  GETSOCKOPT(55, 209),
  SEMGET(64, 190),
  SEMCTL(66, 191),
  MSGGET(68, 186),
  MSGSND(69, 189),
  MSGRCV(70, 188),
  MSGCTL(71, 187),
  FCNTL(72, 25),
  FLOCK(73, 32),
  FTRUNCATE(77, 46),
  FCHMOD(91, 52),
  FCHOWN(93, 55),
  GETEUID(107, 175),
  GETEGID(108, 177),
  FSTATFS(138, 44),
  GETTID(186, 178),
  FUTEX(202, 98),
  GETDENTS64(217, 61),
  SEMTIMEDOP(220, 192),
  TGKILL(234, 131),
  MQ_OPEN(240, 180),
  MQ_UNLINK(241, 181),
  MQ_TIMEDSEND(242, 182),
  MQ_TIMEDRECEIVE(243, 183),
  MQ_NOTIFY(244, 184),
  MQ_GETSETATTR(245, 185),
  OPENAT(257, 56),
  MKNODAT(259, 33),
  UNLINKAT(263, 35),
  LINKAT(265, 37),
  PPOLL(271, 73),
  TEE(276, 77),
  FALLOCATE(285, 47),
  ACCEPT4(288, 242),
  EVENTFD2(290, 19),
  PIPE2(293, 59),
  MEMFD_CREATE(319, 279),
  MEMBARRIER(324, 283),
  STATX(332, 291),
  PIDFD_SEND_SIGNAL(424, 424),
  PIDFD_OPEN(434, 434),
  FACCESSAT2(439, 439),
  FUTEX_WAITV(449, 449);

  private static final Linker.Option ERRNO = Linker.Option.captureCallState("errno");
  private static final FunctionDescriptor SIX_ARGUMENTS =
      FunctionDescriptor.of(
          JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG);
  private static final MemorySegment SYMBOL =
      Linker.nativeLinker().defaultLookup().findOrThrow("syscall");

  /// The call into libc; null where the JVM denies native access. Every use of a mailbox, region,
  /// lock, pipe or socket begins with a system call, which then says so.
  private static final @Nullable MethodHandle CALL = link();

  /// A platform thread keeps its four bytes, so that its calls allocate nothing; virtual threads
  /// are too many for that.
  private static final ThreadLocal<MemorySegment> KEPT_ERRNO =
      ThreadLocal.withInitial(() -> Arena.ofAuto().allocate(JAVA_INT));

  final int x86;
  final int aarch64;
  private final long number;

  SystemCall(int x86, int aarch64) {
    this.x86 = x86;
    this.aarch64 = aarch64;
    this.number = Architecture.pick(x86, aarch64);
  }

  private static @Nullable MethodHandle link() {
    try {
      return Linker.nativeLinker().downcallHandle(SYMBOL, SIX_ARGUMENTS, ERRNO);
    } catch (IllegalCallerException denied) {
      return null;
    }
  }

  private static NotPermittedException denied() {
    Module module = SystemCall.class.getModule();
    String flag = "--enable-native-access=" + (module.isNamed() ? module.getName() : "ALL-UNNAMED");
    return new NotPermittedException(
        Subject.MODULE,
        module.isNamed() ? module.getName() : "dure",
        "this JVM denies it native access, which every system call takes; start java with " + flag);
  }

  long call() {
    return call(0, 0, 0, 0, 0, 0);
  }

  long call(long a) {
    return call(a, 0, 0, 0, 0, 0);
  }

  long call(long a, long b) {
    return call(a, b, 0, 0, 0, 0);
  }

  long call(long a, long b, long c) {
    return call(a, b, c, 0, 0, 0);
  }

  long call(long a, long b, long c, long d) {
    return call(a, b, c, d, 0, 0);
  }

  long call(long a, long b, long c, long d, long e) {
    return call(a, b, c, d, e, 0);
  }

  long call(long a, long b, long c, long d, long e, long f) {
    if (!Thread.currentThread().isVirtual()) {
      return call(KEPT_ERRNO.get(), a, b, c, d, e, f);
    }
    try (Arena arena = Arena.ofConfined()) {
      return call(arena.allocate(JAVA_INT), a, b, c, d, e, f);
    }
  }

  /// For callers that keep the four bytes for errno themselves.
  long call(MemorySegment errno, long a, long b, long c, long d, long e, long f) {
    if (CALL == null) {
      throw denied();
    }
    try {
      long result = (long) CALL.invokeExact(errno, number, a, b, c, d, e, f);
      return result == -1 ? -errno.get(JAVA_INT, 0) : result;
    } catch (RuntimeException | Error unchecked) {
      throw unchecked;
    } catch (Throwable impossible) {
      throw new AssertionError("a downcall throws nothing checked", impossible);
    }
  }
}
