package org.unroll.internal.plan;

import org.unroll.tensor.RandomMask;

/// A random mask that a recorded step asks for.
///
/// @param node the recorded argument that stands for it
/// @param mask how it is drawn in this call
/// @param perSequence whether a row has one mask for all timesteps
record DrawnMask(int node, RandomMask mask, boolean perSequence) {}
