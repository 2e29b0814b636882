/// Layers: the pieces of a network around its recurrent part.
///
/// The entry type is [org.unroll.nn.Layer]: a function from one [org.unroll.nn.Sequence] (values
/// and the lengths of their rows) to the next, with named parameters. [org.unroll.nn.Sequential]
/// joins layers, [org.unroll.nn.Init] decides with which numbers they start (PyTorch's or Keras's
/// scheme), [org.unroll.nn.Mode] tells training from inference and carries the randomness of
/// dropout, [org.unroll.nn.Summary] prints what a network consists of.
///
/// Names and shapes of parameters are PyTorch's (`weight` `[out, in]`, `bias` `[out]`), so that a
/// file of weights reads the same on both sides.
///
/// Stability: until version 1.0 any type here may change between minor versions; every change is in
/// the changelog.
package org.unroll.nn;
