package org.unroll.testkit.properties;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.unroll.nn.Sequence;
import org.unroll.recurrent.RecurrentCell;
import org.unroll.tensor.DType;
import org.unroll.tensor.Rng;
import org.unroll.tensor.Tensor;

/// A batch for a cell, with the weights by which its outputs and final states enter a loss, and
/// which every part of it keeps.
///
/// @param input `[rows, steps, n]`
/// @param lengths one per row; empty if every row has all steps
/// @param initial the initial state's tensors, `[rows, ...]`
/// @param outputWeights `[rows, steps, outputs]`
/// @param finalWeights of the final state's tensors
public record Problem(
        Tensor input,
        List<Integer> lengths,
        List<Tensor> initial,
        Tensor outputWeights,
        List<Tensor> finalWeights) {

    public static Problem random(RecurrentCell<?> cell, int rows, int steps, Integer... lengths) {
        return random(cell, rows, steps, Rng.seeded(77), lengths);
    }

    public static Problem random(
            RecurrentCell<?> cell, int rows, int steps, Rng random, Integer... lengths) {
        var type = cell.parameters().tensors().getFirst().type();
        List<Tensor> initial = new ArrayList<>();
        List<Tensor> finalWeights = new ArrayList<>();
        for (Tensor state : cell.initialState(rows).tensors()) {
            initial.add(random.uniform(type, -0.9, 0.9, state.shape().dims()));
            finalWeights.add(random.uniform(type, -1, 1, state.shape().dims()));
        }
        return new Problem(
                random.uniform(type, -1.5, 1.5, rows, steps, cell.inputSize()),
                Arrays.asList(lengths),
                initial,
                random.uniform(type, -1, 1, rows, steps, cell.outputSize()),
                finalWeights);
    }

    public Sequence sequence() {
        return lengths.isEmpty()
                ? Sequence.of(input)
                : Sequence.of(input, lengths.stream().mapToInt(Integer::intValue).toArray());
    }

    /// Some rows, in the order given.
    public Problem rows(int... which) {
        Tensor numbers = Tensor.of(which);
        return new Problem(
                input.rows(numbers),
                lengths.isEmpty() ? lengths : Arrays.stream(which).mapToObj(lengths::get).toList(),
                initial.stream().map(state -> state.rows(numbers)).toList(),
                outputWeights.rows(numbers),
                finalWeights.stream().map(weights -> weights.rows(numbers)).toList());
    }

    /// The first steps only, all of them valid.
    public Problem firstSteps(int count) {
        return new Problem(
                input.slice(1, 0, count),
                List.of(),
                initial,
                outputWeights.slice(1, 0, count),
                finalWeights);
    }

    /// The same numbers in another type.
    public Problem to(DType type) {
        return new Problem(
                input.to(type),
                lengths,
                initial.stream().map(state -> state.to(type)).toList(),
                outputWeights.to(type),
                finalWeights.stream().map(weights -> weights.to(type)).toList());
    }

    public Problem withInput(Tensor changed) {
        return new Problem(changed, lengths, initial, outputWeights, finalWeights);
    }
}
