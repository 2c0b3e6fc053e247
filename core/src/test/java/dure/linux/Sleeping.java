// SPDX-License-Identifier: Apache-2.0
package dure.linux;

import static java.util.concurrent.TimeUnit.SECONDS;

/// A process that sleeps on the first word of a file until it is woken.
final class Sleeping {
  private Sleeping() {}

  /// @param arguments the file
  public static void main(String[] arguments) {
    int fd = Files.open(arguments[0], Files.O_RDWR, 0);
    long address = Mappings.share(Mappings.reserve(4096), 4096, false, fd, 0);
    System.out.println("sleeping");
    System.out.println("woken: " + Futex.wait(address, 0, SECONDS.toNanos(60)));
  }
}
