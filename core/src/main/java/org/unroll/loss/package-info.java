/// Losses: how far a network's results are from what they should be, as one number.
///
/// The entry type is [org.unroll.loss.Loss]; [org.unroll.loss.CrossEntropy] is the one for
/// classification and text. Classification losses take logits, not probabilities, since only so are
/// they exact where the network is very sure. Every loss is a mean over what counts: what a mask or
/// an ignored index leaves out does not reach the value or any gradient, whatever stands there, and
/// a selection of nothing is an error, not NaN.
///
/// Stability: until version 1.0 any type here may change between minor versions; every change is in
/// the changelog.
package org.unroll.loss;
