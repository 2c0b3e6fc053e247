// SPDX-License-Identifier: Apache-2.0
package dure.lab.role;

import dure.sync.SharedLock;

/// Writes values of two halves into shared memory: without a lock, or under one.
final class ValueWriterRole implements LabRole {
  static final long LOCK = 0;
  static final long FIRST = 256;
  static final long SECOND = 320;

  private static final double BETWEEN = 0.4;
  private static final double MOST_SECONDS = 0.5;

  private final Options options;
  private final Controls controls;
  private final Reports reports;
  private boolean locks;

  ValueWriterRole(Options options, Controls controls, Reports reports) {
    this.options = options;
    this.controls = controls;
    this.reports = reports;
    this.locks = options.is("lock");
  }

  /// The number that a value's half is, for a writer's letter and count.
  static long half(char letter, int count) {
    return (long) letter << 32 | count;
  }

  /// The name of a half.
  static String name(long half) {
    return half == 0 ? "-" : "" + (char) (half >>> 32) + (int) half;
  }

  @Override
  public void play() throws InterruptedException {
    try (SharedRegion region = SharedRegion.named(options.required("region"))) {
      SharedLock lock = SharedLock.at(region.memory(), LOCK);
      reports.say("opened");
      for (int count = 1; ; count++) {
        controls.pace();
        String action = controls.takenAction();
        locks = action.isEmpty() ? locks : action.equals("lock");
        if (locks) {
          reports.say("locks", name(half(options.letter().charAt(0), count)));
          lock.lock();
          try {
            write(region, count);
          } finally {
            lock.unlock();
          }
        } else {
          write(region, count);
        }
      }
    }
  }

  private void write(SharedRegion region, int count) throws InterruptedException {
    long half = half(options.letter().charAt(0), count);
    region.write(FIRST, half);
    reports.say("first", name(half), locks);
    controls.linger(BETWEEN, MOST_SECONDS);
    region.write(SECOND, half);
    reports.say("second", name(half), locks);
  }
}
