package org.unroll.data;

import org.unroll.tensor.Tensor;

/// Stretches of a long token sequence with what comes next.
///
/// @param inputs tokens, `[rows, length]`
/// @param targets the token after each of the inputs, `[rows, length]`
/// @param first whether the stretches begin their stream: a state carried from before does not
///   belong to them
public record TokenWindow(Tensor inputs, Tensor targets, boolean first) {
    /// The windows that begin at `starts`.
    static TokenWindow of(int[] tokens, int[] starts, int length, boolean first) {
        int[] inputs = new int[starts.length * length];
        int[] targets = new int[starts.length * length];
        for (int row = 0; row < starts.length; row++) {
            System.arraycopy(tokens, starts[row], inputs, row * length, length);
            System.arraycopy(tokens, starts[row] + 1, targets, row * length, length);
        }
        return new TokenWindow(
                Tensor.of(inputs, starts.length, length),
                Tensor.of(targets, starts.length, length),
                first);
    }
}
