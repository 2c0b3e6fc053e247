// SPDX-License-Identifier: Apache-2.0
package dure.queue;

/// An untaken message, as an observer has seen it. By the time the observer does anything with it,
/// it may be gone.
///
/// @param at where it is: the cell, or the address of the record
/// @param position its place in the order of arrival, never given twice
/// @param priority the higher is received first
/// @param sender the participant that sent it
public record Pending(long at, long position, int priority, long sender) {}
