// SPDX-License-Identifier: Apache-2.0
package dure.linux;

/// A process that says who it is.
final class Introduction {
  private Introduction() {}

  public static void main(String[] none) {
    System.out.println("start time: " + Processes.startTime(Processes.pid()));
    System.out.println("pid: " + Processes.pid());
    System.out.println("pid namespace: " + Processes.pidNamespace());
  }
}
