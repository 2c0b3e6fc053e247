// SPDX-License-Identifier: Apache-2.0
package dure.broker;

import java.net.URI;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.apache.activemq.artemis.api.core.TransportConfiguration;
import org.apache.activemq.artemis.core.config.Configuration;
import org.apache.activemq.artemis.core.config.impl.ConfigurationImpl;
import org.apache.activemq.artemis.core.remoting.impl.netty.NettyAcceptor;
import org.apache.activemq.artemis.core.remoting.impl.netty.NettyAcceptorFactory;
import org.apache.activemq.artemis.core.remoting.impl.netty.TransportConstants;
import org.apache.activemq.artemis.core.security.CheckType;
import org.apache.activemq.artemis.core.security.Role;
import org.apache.activemq.artemis.core.server.JournalType;
import org.apache.activemq.artemis.core.server.embedded.EmbeddedActiveMQ;
import org.apache.activemq.artemis.core.settings.impl.AddressFullMessagePolicy;
import org.apache.activemq.artemis.core.settings.impl.AddressSettings;
import org.apache.activemq.artemis.spi.core.security.ActiveMQSecurityManager;
import org.jspecify.annotations.Nullable;

/// The broker that `dure broker` runs: Apache Artemis with a durable journal, at one port, for
/// mailboxes and for every program that speaks its protocol.
public final class Broker implements AutoCloseable {
  private static final String ALL = "#";
  private static final int JOURNAL_FILES = 2;
  private static final int JOURNAL_FILE_BYTES = 1 << 20;
  private static final int CHECK_MILLIS = 100;

  private final EmbeddedActiveMQ server;
  private final String host;

  private Broker(EmbeddedActiveMQ server, String host) {
    this.server = server;
    this.host = host;
  }

  /// Runs a broker until a signal ends it.
  public static void main(String[] arguments) throws Exception {
    BrokerOptions options;
    try {
      options = BrokerOptions.parse(List.of(arguments));
    } catch (IllegalArgumentException mistake) {
      System.err.println("dure: " + mistake.getMessage() + "\n" + BrokerOptions.USAGE);
      System.exit(2);
      return;
    }
    Broker broker = start(options);
    Runtime.getRuntime().addShutdownHook(new Thread(broker::close, "dure-broker-ends"));
    System.out.println("artemis://" + options.host() + ":" + broker.port());
  }

  static Broker start(BrokerOptions options) throws Exception {
    EmbeddedActiveMQ server = new EmbeddedActiveMQ();
    server.setConfiguration(configuration(options));
    String user = options.user();
    if (user != null) {
      server.setSecurityManager(new OneUser(user, Objects.requireNonNull(options.password())));
    }
    server.start();
    return new Broker(server, options.host());
  }

  private static Configuration configuration(BrokerOptions options) throws Exception {
    Path data = options.data();
    Configuration configuration =
        new ConfigurationImpl()
            .setPersistenceEnabled(data != null)
            .setSecurityEnabled(options.user() != null)
            .setJMXManagementEnabled(false)
            .setJournalType(JournalType.NIO)
            .setJournalMinFiles(JOURNAL_FILES)
            .setJournalFileSize(JOURNAL_FILE_BYTES)
            .setCriticalAnalyzer(false)
            .setMaxDiskUsage(-1)
            .setConnectionTtlCheckInterval(CHECK_MILLIS)
            .addAcceptorConfiguration(acceptor(options))
            .addAddressSetting(ALL, settings());
    if (data != null) {
      configuration
          .setJournalDirectory(data.resolve("journal").toString())
          .setBindingsDirectory(data.resolve("bindings").toString())
          .setPagingDirectory(data.resolve("paging").toString())
          .setLargeMessagesDirectory(data.resolve("large").toString());
    }
    if (options.user() != null) {
      configuration.putSecurityRoles(ALL, Set.of(OneUser.role()));
    }
    return configuration;
  }

  private static TransportConfiguration acceptor(BrokerOptions options) {
    Map<String, Object> parameters = new HashMap<>();
    parameters.put(TransportConstants.HOST_PROP_NAME, options.host());
    parameters.put(TransportConstants.PORT_PROP_NAME, options.port());
    parameters.put(TransportConstants.PROTOCOLS_PROP_NAME, "CORE");
    Path certificate = options.certificate();
    if (certificate != null) {
      parameters.put(TransportConstants.SSL_ENABLED_PROP_NAME, true);
      parameters.put(TransportConstants.KEYSTORE_TYPE_PROP_NAME, "PEM");
      parameters.put(TransportConstants.KEYSTORE_PATH_PROP_NAME, certificate.toString());
    }
    return new TransportConfiguration(
        NettyAcceptorFactory.class.getName(), parameters, "dure-broker");
  }

  /// A message stays however often its delivery came to nothing, and senders wait for room rather
  /// than fill the disk.
  private static AddressSettings settings() {
    return new AddressSettings()
        .setMaxDeliveryAttempts(-1)
        .setRedeliveryDelay(0)
        .setAutoCreateQueues(false)
        .setAutoCreateAddresses(true)
        .setAutoDeleteAddresses(true)
        .setAutoDeleteAddressesDelay(0)
        .setAddressFullMessagePolicy(AddressFullMessagePolicy.PAGE);
  }

  /// The port it listens at.
  int port() {
    NettyAcceptor acceptor =
        (NettyAcceptor) server.getActiveMQServer().getRemotingService().getAcceptor("dure-broker");
    return acceptor.getActualPort();
  }

  @Override
  public void close() {
    try {
      server.stop();
    } catch (Exception failed) {
      System.err.println("dure: the broker did not end well: " + failed.getMessage());
    }
  }

  @Override
  public String toString() {
    return "broker at " + URI.create("artemis://" + host + ":" + port());
  }

  /// One user, who may do everything.
  private record OneUser(String name, String password) implements ActiveMQSecurityManager {
    private static final String ROLE = "dure";

    static Role role() {
      return new Role(ROLE, true, true, true, true, true, true, true, true, true, true, true, true);
    }

    @Override
    public boolean validateUser(@Nullable String user, @Nullable String given) {
      return name.equals(user) && password.equals(given);
    }

    @Override
    public boolean validateUserAndRole(
        @Nullable String user, @Nullable String given, Set<Role> roles, CheckType checkType) {
      return validateUser(user, given);
    }
  }
}
