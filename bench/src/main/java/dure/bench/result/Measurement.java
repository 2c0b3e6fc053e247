// SPDX-License-Identifier: Apache-2.0
package dure.bench.result;

/// What is measured. Each has one main figure, in whose unit the table speaks.
public enum Measurement {
  /// How long a message and its answer take.
  ROUND_TRIP("Round trip, 64 B there and 64 B back", 64, "trip", 1, "ns"),

  /// How many short messages pass one way.
  STREAM("Stream, 64 B one way", 64, "rate", 1e-6, "M/s"),

  /// How many bytes pass one way in long messages.
  BULK("Bulk, 1 MiB messages one way", 1 << 20, "rate", 1e-9 * (1 << 20), "GB/s");

  private final String title;
  private final int messageBytes;
  private final String figure;
  private final double scale;
  private final String unit;

  Measurement(String title, int messageBytes, String figure, double scale, String unit) {
    this.title = title;
    this.messageBytes = messageBytes;
    this.figure = figure;
    this.scale = scale;
    this.unit = unit;
  }

  /// For the head of its table.
  public String title() {
    return title;
  }

  /// Whether a smaller figure is the better one.
  public boolean lessIsBetter() {
    return this == ROUND_TRIP;
  }

  /// The length of each message.
  public int messageBytes() {
    return messageBytes;
  }

  /// The name of the main figure among those of a slice.
  public String figure() {
    return figure;
  }

  /// What the main figure is multiplied by to be in [#unit].
  public double scale() {
    return scale;
  }

  /// The unit of the main figure in the table.
  public String unit() {
    return unit;
  }
}
