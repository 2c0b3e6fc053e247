// SPDX-License-Identifier: Apache-2.0
package dure.lab.http;

import com.sun.net.httpserver.Headers;
import org.jspecify.annotations.Nullable;

/// Which requests are answered at all: those of a page of ours.
///
/// A foreign host name means that a name of the network was made to point here; a foreign origin,
/// that a page of another site asks.
///
/// @param port of this server
/// @param key that requests for anything but the page have to show
record RequestCheck(int port, AccessKey key) {

  /// Why a request for the page itself is refused; null if it is not.
  @Nullable String refusesPage(Headers headers) {
    String host = headers.getFirst("Host");
    if (host == null || !isOurs(host)) {
      return "this server answers to 127.0.0.1 and localhost only";
    }
    String origin = headers.getFirst("Origin");
    if (origin != null && !(origin.startsWith("http://") && isOurs(origin.substring(7)))) {
      return "this server answers to its own page only";
    }
    return null;
  }

  /// Why any other request is refused; null if it is not.
  @Nullable String refuses(Headers headers) {
    String refusal = refusesPage(headers);
    if (refusal == null && !key.isShownBy(headers.getFirst("Authorization"))) {
      return "the key is missing or old: open the address that 'dure lab' printed";
    }
    return refusal;
  }

  private boolean isOurs(String hostAndPort) {
    return hostAndPort.equals("127.0.0.1:" + port) || hostAndPort.equals("localhost:" + port);
  }
}
