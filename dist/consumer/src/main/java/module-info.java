// SPDX-License-Identifier: Apache-2.0

/// A program that uses Dure as a module.
module shop {
  requires dure;
}
