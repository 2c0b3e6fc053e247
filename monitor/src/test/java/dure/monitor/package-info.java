// SPDX-License-Identifier: Apache-2.0
/// Real processes, and what the JDK shows of them.
package dure.monitor;
