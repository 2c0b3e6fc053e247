// SPDX-License-Identifier: Apache-2.0
package dure.linux;

/// Where the kernel's structures have the fields this package reads and writes: one class for each
/// structure, named after it, with an offset for each field, named after it without its prefix.
///
/// They are the same on both architectures, but for [SemidDs]. A test compares them with the C
/// headers by these names.
final class Struct {
  private Struct() {}

  /// `struct statx`, what is known of a file.
  static final class Statx {
    static final int BYTES = 256;
    static final int NLINK = 16;
    static final int UID = 20;
    static final int GID = 24;
    static final int MODE = 28;
    static final int INO = 32;
    static final int SIZE = 40;
    static final int BLOCKS = 48;
    static final int DEV_MAJOR = 136;
    static final int DEV_MINOR = 140;

    private Statx() {}
  }

  /// `struct statfs`, what is known of a file system.
  static final class Statfs {
    static final int BYTES = 120;
    static final int TYPE = 0;
    static final int BSIZE = 8;
    static final int BLOCKS = 16;
    static final int BAVAIL = 32;

    private Statfs() {}
  }

  /// `struct dirent64`, an entry of a directory; as long as its name needs.
  static final class Dirent64 {
    static final int RECLEN = 16;
    static final int NAME = 19;

    private Dirent64() {}
  }

  /// `struct flock`, a lock on a part of a file.
  static final class Flock {
    static final int BYTES = 32;
    static final int TYPE = 0;
    static final int WHENCE = 2;
    static final int START = 8;
    static final int LEN = 16;
    static final int PID = 24;

    private Flock() {}
  }

  /// `struct timespec`, a time or a span of time.
  static final class Timespec {
    static final int BYTES = 16;
    static final int SEC = 0;
    static final int NSEC = 8;

    private Timespec() {}
  }

  /// `struct sembuf`, one operation on one of a set of semaphores.
  static final class Sembuf {
    static final int BYTES = 6;
    static final int NUM = 0;
    static final int OP = 2;
    static final int FLG = 4;

    private Sembuf() {}
  }

  /// `struct semid_ds`, what is known of a set of semaphores.
  static final class SemidDs {
    static final int BYTES = Architecture.pick(104, 88);
    static final int OTIME = 48;
    static final int NSEMS = Architecture.pick(80, 64);

    private SemidDs() {}
  }

  /// `struct timeval`, a span of time for the options of sockets.
  static final class Timeval {
    static final int BYTES = 16;
    static final int SEC = 0;
    static final int USEC = 8;

    private Timeval() {}
  }

  /// `struct futex_waitv`, one of several words to sleep on.
  static final class FutexWaitv {
    static final int BYTES = 24;
    static final int VAL = 0;
    static final int UADDR = 8;
    static final int FLAGS = 16;

    private FutexWaitv() {}
  }

  /// `struct pollfd`, a descriptor to wait for.
  static final class Pollfd {
    static final int BYTES = 8;
    static final int FD = 0;
    static final int EVENTS = 4;
    static final int REVENTS = 6;

    private Pollfd() {}
  }

  /// `struct sockaddr_un`, the name of a Unix socket.
  static final class SockaddrUn {
    static final int BYTES = 110;
    static final int FAMILY = 0;
    static final int PATH = 2;

    private SockaddrUn() {}
  }

  /// `struct sockaddr_in`, an Internet address of version 4 and a port.
  static final class SockaddrIn {
    static final int BYTES = 16;
    static final int FAMILY = 0;
    static final int PORT = 2;
    static final int ADDR = 4;

    private SockaddrIn() {}
  }

  /// `struct sockaddr_in6`, an Internet address of version 6 and a port.
  static final class SockaddrIn6 {
    static final int BYTES = 28;
    static final int FAMILY = 0;
    static final int PORT = 2;
    static final int ADDR = 8;
    static final int SCOPE_ID = 24;

    private SockaddrIn6() {}
  }

  /// `struct ucred`: a peer's process, user and group.
  static final class Ucred {
    static final int BYTES = 12;
    static final int PID = 0;
    static final int UID = 4;
    static final int GID = 8;

    private Ucred() {}
  }

  /// `struct msghdr`, what to send or where to receive.
  static final class Msghdr {
    static final int BYTES = 56;
    static final int IOV = 16;
    static final int IOVLEN = 24;
    static final int CONTROL = 32;
    static final int CONTROLLEN = 40;
    static final int FLAGS = 48;

    private Msghdr() {}
  }

  /// `struct iovec`, a piece of memory.
  static final class Iovec {
    static final int BYTES = 16;
    static final int BASE = 0;
    static final int LEN = 8;

    private Iovec() {}
  }

  /// `struct cmsghdr`, the head of what comes beside a message; its data follows.
  static final class Cmsghdr {
    static final int BYTES = 16;
    static final int LEN = 0;
    static final int LEVEL = 8;
    static final int TYPE = 12;

    private Cmsghdr() {}
  }

  /// `struct ipc_perm`: a System V object's owner and mode.
  static final class IpcPerm {
    static final int BYTES = 48;
    static final int UID = 4;
    static final int GID = 8;
    static final int CUID = 12;
    static final int CGID = 16;
    static final int MODE = 20;

    private IpcPerm() {}
  }

  /// `struct shmid_ds`, what is known of System V shared memory.
  static final class ShmidDs {
    static final int BYTES = 112;
    static final int PERM = 0;
    static final int SEGSZ = 48;
    static final int CPID = 80;
    static final int LPID = 84;
    static final int NATTCH = 88;

    private ShmidDs() {}
  }

  /// `struct mq_attr`, what is known of a message queue.
  static final class MqAttr {
    static final int BYTES = 64;
    static final int FLAGS = 0;
    static final int MAXMSG = 8;
    static final int MSGSIZE = 16;
    static final int CURMSGS = 24;

    private MqAttr() {}
  }

  /// `struct sigevent`, how to be told of something.
  static final class Sigevent {
    static final int BYTES = 64;
    static final int VALUE = 0;
    static final int SIGNO = 8;
    static final int NOTIFY = 12;

    private Sigevent() {}
  }

  /// `struct msqid_ds`, what is known of a System V message queue.
  static final class MsqidDs {
    static final int BYTES = 120;
    static final int PERM = 0;
    static final int STIME = 48;
    static final int RTIME = 56;
    static final int CTIME = 64;
    static final int CBYTES = 72;
    static final int QNUM = 80;
    static final int QBYTES = 88;
    static final int LSPID = 96;
    static final int LRPID = 100;

    private MsqidDs() {}
  }

  /// `struct sigaction` as the C library has it, what a signal does.
  static final class Sigaction {
    static final int BYTES = 152;
    static final int HANDLER = 0;
    static final int MASK = 8;
    static final int FLAGS = 136;

    private Sigaction() {}
  }
}
