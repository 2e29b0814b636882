/// Sequences, batches, padding, seeded shuffling and splits.
package org.unroll.data;
