// SPDX-License-Identifier: Apache-2.0
package dure.lab.role;

import dure.sync.SharedSemaphore;
import dure.sync.SpinLock;

/// Holds two spin locks and the one permit of a semaphore for most of the time.
final class LockHolderRole implements LabRole {
  static final long BUSY = 256;
  static final long SPIN = 512;
  static final long SEMAPHORE = 1024;
  static final long READY = 2048;

  private final Options options;
  private final Controls controls;
  private final Reports reports;

  LockHolderRole(Options options, Controls controls, Reports reports) {
    this.options = options;
    this.controls = controls;
    this.reports = reports;
  }

  @Override
  public void play() throws InterruptedException {
    try (SharedRegion region = SharedRegion.named(options.required("region"))) {
      SpinLock busy = SpinLock.at(region.memory(), BUSY);
      SpinLock spin = SpinLock.at(region.memory(), SPIN);
      SharedSemaphore semaphore = SharedSemaphore.create(region.memory(), SEMAPHORE, 1);
      region.write(READY, 1);
      reports.say("opened");
      while (true) {
        semaphore.acquire();
        busy.lock();
        try {
          spin.lock();
          try {
            reports.say("holds");
            controls.pace();
          } finally {
            spin.unlock();
          }
        } finally {
          busy.unlock();
        }
        semaphore.release();
        reports.say("released");
        controls.linger(0.15, 1);
      }
    }
  }
}
