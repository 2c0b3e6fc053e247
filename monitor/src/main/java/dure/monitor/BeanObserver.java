// SPDX-License-Identifier: Apache-2.0
package dure.monitor;

import dure.Address;
import dure.MailboxObserver;
import java.lang.System.Logger.Level;
import java.lang.management.ManagementFactory;
import java.util.HashMap;
import java.util.Map;
import javax.management.InstanceNotFoundException;
import javax.management.JMException;
import javax.management.MBeanServer;
import javax.management.ObjectName;

/// Registers a bean for each mailbox that this process has open, with the first handle of it until
/// the last.
public final class BeanObserver implements MailboxObserver {
  private static final String PLAIN = "[\\w./-]+";

  // Guarded by this: how many handles are open.
  private final Map<Address, Integer> open = new HashMap<>();

  /// For [java.util.ServiceLoader].
  public BeanObserver() {}

  @Override
  public synchronized void opened(Address mailbox) {
    if (open.merge(mailbox, 1, Integer::sum) == 1) {
      try {
        server().registerMBean(new MailboxBean(mailbox), name(mailbox));
      } catch (JMException refused) {
        log(mailbox, refused);
      }
    }
  }

  @Override
  public synchronized void closed(Address mailbox) {
    if (open.merge(mailbox, -1, Integer::sum) == 0) {
      open.remove(mailbox);
      try {
        server().unregisterMBean(name(mailbox));
      } catch (InstanceNotFoundException alreadyRemoved) {
        // as by a program that has unregistered all beans
      } catch (JMException refused) {
        log(mailbox, refused);
      }
    }
  }

  private static MBeanServer server() {
    return ManagementFactory.getPlatformMBeanServer();
  }

  /// Its name at the server of beans, in quotes where it has other characters than names of
  /// mailboxes usually have.
  static ObjectName name(Address mailbox) throws JMException {
    String text = mailbox.toString();
    return new ObjectName(
        "dure:type=Mailbox,name=" + (text.matches(PLAIN) ? text : ObjectName.quote(text)));
  }

  private static void log(Address mailbox, JMException refused) {
    System.getLogger("dure")
        .log(Level.WARNING, "mailbox '" + mailbox + "': its management bean is missing", refused);
  }
}
