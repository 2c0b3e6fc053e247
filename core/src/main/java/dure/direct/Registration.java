// SPDX-License-Identifier: Apache-2.0
package dure.direct;

import dure.Address;
import dure.file.FileLocation;
import dure.file.Mapping;
import dure.file.SharedFile;
import dure.layout.RegistrationLayout;
import dure.raw.Words;
import java.lang.ref.Reference;
import org.jspecify.annotations.Nullable;

/// The registration of a process under a name, as the process itself or a partner has it: memory
/// that the process alone writes. It tells a partner, without a call into the kernel, that the
/// process has taken another name. For all threads.
final class Registration implements AutoCloseable {
  private final Mapping mapping;

  /// To be handed out; a partner's is null.
  private final @Nullable SharedFile readable;

  private Registration(Mapping mapping, @Nullable SharedFile readable) {
    this.mapping = mapping;
    this.readable = readable;
  }

  /// Makes the registration of this process.
  static Registration make(Address process) {
    try (SharedFile file =
        SharedFile.anonymous(
            FileLocation.anonymous(process.toString()),
            SharedFile.Extent.whole(RegistrationLayout.BYTES),
            0600,
            "",
            created -> {})) {
      SharedFile readable = file.again(false);
      boolean made = false;
      try {
        Registration registration =
            new Registration(Mapping.of(file, RegistrationLayout.BYTES, true), readable);
        Words.intRelease(
            registration.state(), RegistrationLayout.HELD); // SYNC: name-state (release side)
        made = true;
        return registration;
      } finally {
        if (!made) {
          readable.close();
        }
      }
    }
  }

  /// The registration of another process.
  ///
  /// @param fd what it has handed out, closed here
  static Registration of(Address process, int fd) {
    try (SharedFile handed = SharedFile.adopt(FileLocation.anonymous(process.toString()), fd)) {
      return new Registration(Mapping.of(handed, RegistrationLayout.BYTES, false), null);
    }
  }

  private long state() {
    return mapping.address() + RegistrationLayout.STATE;
  }

  /// The descriptor to hand out; negative at a partner.
  int readable() {
    return readable == null ? -1 : readable.fd();
  }

  /// Tells all partners that this process has taken another name.
  void giveUp() {
    try {
      Words.intRelease(state(), RegistrationLayout.GIVEN_UP); // SYNC: name-state (release side)
    } finally {
      Reference.reachabilityFence(mapping);
    }
  }

  /// Whether the process has taken another name, or has taken this memory away.
  boolean isGivenUp() {
    try {
      int state = Words.intAcquire(state()); // SYNC: name-state (acquire side)
      return state != RegistrationLayout.HELD;
    } catch (InternalError lost) {
      return true;
    } finally {
      Reference.reachabilityFence(mapping);
    }
  }

  @Override
  public void close() {
    mapping.close();
    if (readable != null) {
      readable.close();
    }
  }
}
