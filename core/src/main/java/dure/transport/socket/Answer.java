// SPDX-License-Identifier: Apache-2.0
package dure.transport.socket;

/// What the host says to a request.
///
/// @param kind how it stands
/// @param body what there is to say
record Answer(Kind kind, Read body) {
  static final Kind[] KINDS = Kind.values();

  /// How a request stands.
  enum Kind {
    /// Done.
    DONE,
    /// A first answer: it goes on.
    GOES_ON,
    /// It failed, and the body says how.
    FAILED,
    /// It was cancelled before anything came of it.
    CANCELLED
  }
}
