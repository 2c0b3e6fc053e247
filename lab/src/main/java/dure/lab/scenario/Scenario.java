// SPDX-License-Identifier: Apache-2.0
package dure.lab.scenario;

import java.util.List;
import java.util.Map;

/// A situation of the lecture.
///
/// @param id its address on the page
/// @param stage which of the page's stages shows it
/// @param slower by which factor it is slowed down at first, for the eye
/// @param mailboxes that it needs
/// @param processes in the order in which they start
/// @param orders what it orders by itself, in the sequence of time
/// @param repeat after so many seconds the orders begin again; 0 for never
/// @param words the choices it was made of, for the page's sentence about it
public record Scenario(
    String id,
    String stage,
    double slower,
    List<MailboxPlan> mailboxes,
    List<ProcessPlan> processes,
    List<TimedOrder> orders,
    double repeat,
    Map<String, String> words) {}
