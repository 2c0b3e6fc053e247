// SPDX-License-Identifier: Apache-2.0
package dure;

import java.lang.ref.Reference;
import java.lang.ref.ReferenceQueue;
import java.lang.ref.WeakReference;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.stream.Stream;

/// The handles that this process has open. They are held weakly, so that a handle that a program
/// drops can still be collected.
final class OpenHandles {
  private static final Set<Entry> OPEN = ConcurrentHashMap.newKeySet();
  private static final ReferenceQueue<OpenMailbox> COLLECTED = new ReferenceQueue<>();

  private OpenHandles() {}

  /// A handle, and where it is, which outlasts it.
  static final class Entry extends WeakReference<OpenMailbox> {
    private final Address address;

    Entry(OpenMailbox handle) {
      super(handle, COLLECTED);
      this.address = handle.address();
    }

    Address address() {
      return address;
    }
  }

  static void add(Entry entry) {
    OPEN.add(entry);
  }

  /// Whether it was there still.
  static boolean remove(Entry entry) {
    return OPEN.remove(entry);
  }

  /// Forgets the handles that were collected, and passes on where they were.
  static void forEachCollected(Consumer<Address> into) {
    for (Reference<? extends OpenMailbox> entry; (entry = COLLECTED.poll()) != null; ) {
      if (entry instanceof Entry its && OPEN.remove(its)) {
        into.accept(its.address());
      }
    }
  }

  static List<Mailbox> all() {
    return OPEN.stream().map(Entry::get).<Mailbox>flatMap(Stream::ofNullable).toList();
  }
}
