package org.unroll.train;

/// A point of a loss curve.
///
/// @param iteration iterations done
/// @param loss the loss there
public record LossPoint(long iteration, double loss) {}
