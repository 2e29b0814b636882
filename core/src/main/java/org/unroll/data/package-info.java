/// From texts and tokens to batches: vocabularies, padded batches with lengths, crops and chunks of
/// long token sequences, seeded shuffling, splits and length buckets.
///
/// Everything random here is a pure function of a seed and a position (epoch, iteration), never of
/// how often something was called before. That is what lets an interrupted training go on exactly.
package org.unroll.data;
