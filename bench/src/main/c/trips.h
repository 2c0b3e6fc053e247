// SPDX-License-Identifier: Apache-2.0
// Notes how long round trips take: whole batches, which the clock does not disturb, and single
// trips, which show the slow ones.
#ifndef DURE_TRIPS_H
#define DURE_TRIPS_H

#include <string.h>

#include "machine.h"

enum { TRIPS_A_BATCH = 100, MOST_BATCHES = 1 << 16, MOST_NANOS = 1 << 20 };

struct trips {
  double batches[MOST_BATCHES];
  int batch_count;
  uint32_t single[MOST_NANOS + 1]; // how many took so many nanoseconds; the last: or more
  uint64_t single_count, longest;
};

static void trips_single(struct trips *trips, uint64_t took) {
  trips->single[took < MOST_NANOS ? took : MOST_NANOS]++;
  trips->single_count++;
  trips->longest = took > trips->longest ? took : trips->longest;
}

static uint64_t trips_percentile(const struct trips *trips, double part) {
  uint64_t wanted = (uint64_t)((double)trips->single_count * part), seen = 0;
  for (uint64_t took = 0; took < MOST_NANOS; took++) {
    seen += trips->single[took];
    if (seen > wanted) {
      return took;
    }
  }
  return trips->longest;
}

// Trips until the time is over: a batch, then as many one by one, and so on.
static void trips_measure(struct trips *trips, void (*trip)(void), uint64_t until) {
  memset(trips, 0, sizeof *trips);
  for (uint64_t now = nanos(); now < until && trips->batch_count < MOST_BATCHES;) {
    for (int i = 0; i < TRIPS_A_BATCH; i++) {
      trip();
    }
    trips->batches[trips->batch_count++] = (double)(nanos() - now) / TRIPS_A_BATCH;
    for (int i = 0; i < TRIPS_A_BATCH; i++) {
      now = nanos();
      trip();
      trips_single(trips, nanos() - now);
    }
    now = nanos();
  }
}

static int trips_figures(struct trips *trips, char *text, size_t room) {
  return snprintf(text, room, "trip=%.1f p50=%lu p99=%lu p999=%lu max=%lu",
                  median(trips->batches, trips->batch_count),
                  (unsigned long)trips_percentile(trips, 0.5),
                  (unsigned long)trips_percentile(trips, 0.99),
                  (unsigned long)trips_percentile(trips, 0.999), (unsigned long)trips->longest);
}

#endif
