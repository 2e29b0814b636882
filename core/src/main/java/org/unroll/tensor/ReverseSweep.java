package org.unroll.tensor;

import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// The reverse sweep of differentiation, over what was done in the order in which it was done. A
/// loop, not a recursion: a sequence of 100,000 timesteps is as deep as it is long.
final class ReverseSweep {
    private ReverseSweep() {}

    /// One thing that was done. Values are known by number; -1 is a constant.
    record Entry(int[] inputs, int[] outputs, Rule rule) {}

    /// The gradients of an entry's inputs from those of its outputs, where null stands for zero.
    interface Rule {
        List<@Nullable Tensor> gradients(List<@Nullable Tensor> outputGradients, boolean[] needed);
    }

    static Entry entry(
            Operation operation, List<Tensor> inputs, Tensor output, int[] from, int to) {
        return new Entry(
                from,
                new int[] {to},
                (gradients, needed) ->
                        operation.gradients(
                                inputs,
                                output,
                                Objects.requireNonNull(gradients.getFirst()),
                                needed));
    }

    /// Fills in the gradients of all values. Those of an entry's outputs are complete when the
    /// entry's turn comes and are let go of afterwards, unless they are to be kept.
    static void run(List<Entry> entries, @Nullable Tensor[] gradients, boolean[] keep) {
        while (!entries.isEmpty()) {
            Entry entry = entries.removeLast(); // and with it the values that only it needed
            boolean reached = false;
            @Nullable Tensor[] of = new @Nullable Tensor[entry.outputs.length];
            for (int j = 0; j < of.length; j++) {
                of[j] = gradients[entry.outputs[j]];
                reached |= of[j] != null;
                if (!keep[entry.outputs[j]]) {
                    gradients[entry.outputs[j]] = null;
                }
            }
            if (!reached) {
                continue;
            }
            boolean[] needed = new boolean[entry.inputs.length];
            for (int j = 0; j < needed.length; j++) {
                needed[j] = entry.inputs[j] >= 0;
            }
            List<@Nullable Tensor> added = entry.rule.gradients(Arrays.asList(of), needed);
            for (int j = 0; j < needed.length; j++) {
                int input = entry.inputs[j];
                @Nullable Tensor more = input >= 0 ? added.get(j) : null;
                if (more != null) {
                    @Nullable Tensor sum = gradients[input];
                    gradients[input] = sum == null ? more : SparseRows.sum(sum, more);
                }
            }
        }
    }
}
