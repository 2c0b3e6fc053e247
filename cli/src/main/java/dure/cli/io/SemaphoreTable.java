// SPDX-License-Identifier: Apache-2.0
package dure.cli.io;

import dure.cli.options.Mode;
import dure.sync.SemaphoreStatus;
import java.util.Collection;

/// Semaphores of the kernel and of the C library, one in a row.
public final class SemaphoreTable {
  private SemaphoreTable() {}

  /// The table of these semaphores.
  public static String of(Collection<SemaphoreStatus> all) {
    return new Table<SemaphoreStatus>()
        .text("SEMAPHORE", semaphore -> semaphore.id().isPresent() ? "system-v" : "posix")
        .text("NAME", SemaphoreStatus::name)
        .number(
            "ID",
            semaphore ->
                semaphore.id().isPresent() ? Integer.toString(semaphore.id().getAsInt()) : "-")
        .number("COUNT", semaphore -> Integer.toString(semaphore.count()))
        .text("USER", SemaphoreStatus::owner)
        .text("GROUP", SemaphoreStatus::group)
        .text("MODE", semaphore -> new Mode(semaphore.mode()).toString())
        .of(all);
  }
}
