// SPDX-License-Identifier: Apache-2.0
package dure.lab.run;

/// As many scenarios run as can run at once.
public final class TooManyRunsException extends RuntimeException {
  private static final long serialVersionUID = 1;

  TooManyRunsException() {
    super(Runs.MOST + " scenarios run already: close one of their pages first");
  }
}
