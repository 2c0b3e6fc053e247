// SPDX-License-Identifier: Apache-2.0

/// Mailboxes of a running system, watched by what the JDK brings: Flight Recorder, management
/// beans, and the log.
///
/// To have it on the path is enough: [dure.monitor.MailboxMXBean] and `docs/monitoring.md` say what
/// there is to see.
module dure.monitor {
  requires static org.jspecify;
  requires dure;
  requires java.management;
  requires jdk.jfr;

  exports dure.monitor;

  provides dure.MailboxObserver with
      dure.monitor.FlightObserver,
      dure.monitor.BeanObserver,
      dure.monitor.LogObserver;
}
