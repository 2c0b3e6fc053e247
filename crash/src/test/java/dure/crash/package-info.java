// SPDX-License-Identifier: Apache-2.0

/// Processes killed at each numbered step of `docs/recovery.md`, and what the others make of it.
package dure.crash;
