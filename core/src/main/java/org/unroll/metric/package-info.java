/// Metrics: how good a network's results are, as numbers to show rather than to learn from.
///
/// [org.unroll.metric.Accuracy] and [org.unroll.metric.Perplexity] are counts that can be added up,
/// so a metric over many batches is the metric over all their places, however unequal the batches
/// are. Padding does not count, nor does what a mask leaves out.
///
/// Stability: until version 1.0 any type here may change between minor versions; every change is in
/// the changelog.
package org.unroll.metric;
