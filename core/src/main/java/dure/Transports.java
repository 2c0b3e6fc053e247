// SPDX-License-Identifier: Apache-2.0
package dure;

import java.util.List;
import java.util.ServiceLoader;

/// The transports found at first use.
final class Transports {
  static final List<Transport> ALL =
      ServiceLoader.load(Transport.class, Transport.class.getClassLoader()).stream()
          .map(ServiceLoader.Provider::get)
          .toList();

  private Transports() {}
}
