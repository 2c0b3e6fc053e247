// SPDX-License-Identifier: Apache-2.0
package dure;

/// Where a mailbox is: a transport's scheme and a name that means something to that transport.
/// `shm` names are found by every process on the machine; `file` names are absolute paths, as in
/// `file:/path/to/box`, of a file that the caller supplies.
///
/// @param scheme the transport, `shm` unless the text says otherwise
/// @param name what follows the scheme
public record Address(String scheme, String name) {
  /// The transport used when an address names none.
  public static final String DEFAULT_SCHEME = "shm";

  /// Reads `name` or `scheme:name`.
  ///
  /// @throws InvalidNameException if the name is empty
  public static Address of(String text) {
    int colon = text.indexOf(':');
    String scheme = colon < 0 ? DEFAULT_SCHEME : text.substring(0, colon);
    String name = text.substring(colon + 1);
    if (scheme.isEmpty() || name.isEmpty()) {
      throw new InvalidNameException(text, "a mailbox needs a name");
    }
    return new Address(scheme, name);
  }

  /// The shortest text that [#of] reads back to this address.
  @Override
  public String toString() {
    return scheme.equals(DEFAULT_SCHEME) ? name : scheme + ":" + name;
  }
}
