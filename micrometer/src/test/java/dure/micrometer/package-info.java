// SPDX-License-Identifier: Apache-2.0
/// Real processes, and what a registry reads of them.
package dure.micrometer;
