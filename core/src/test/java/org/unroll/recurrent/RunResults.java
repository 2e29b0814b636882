package org.unroll.recurrent;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.unroll.nn.Mode;
import org.unroll.nn.Sequence;
import org.unroll.tensor.Autograd;
import org.unroll.tensor.Rng;
import org.unroll.tensor.Tensor;

/// All that comes of a run, as a list of tensors, to be compared with that of another run.
final class RunResults {
    private RunResults() {}

    /// Outputs, final states and the gradients of parameters, input and initial state of a loss in
    /// which every result has a weight of its own.
    static <S extends State<S>> List<Tensor> everything(
            RecurrentLayer<S> layer, Sequence input, S initial, Mode mode) {
        return everything(layer, input, initial, mode, RowTensors.none());
    }

    /// The gradients of the tensors per row as well, after the others.
    static <S extends State<S>> List<Tensor> everything(
            RecurrentLayer<S> layer, Sequence input, S initial, Mode mode, RowTensors rows) {
        List<Tensor> by = new ArrayList<>(layer.parameters().tensors());
        by.add(input.values());
        by.addAll(initial.tensors());
        by.addAll(rows.tensors());
        List<Tensor> results = new ArrayList<>();
        var done =
                Autograd.differentiate(
                        by,
                        () -> {
                            results.addAll(values(layer.run(input, initial, mode, rows)));
                            return weighted(results);
                        });
        by.forEach(tensor -> results.add(done.gradients().of(tensor)));
        return results;
    }

    /// Outputs and final states.
    static <S extends State<S>> List<Tensor> values(RecurrentOutput<S> output) {
        List<Tensor> values = new ArrayList<>();
        values.add(output.outputs().values());
        values.addAll(output.finalState().tensors());
        return values;
    }

    /// The sum of all numbers, each with a weight of its own.
    static Tensor weighted(List<Tensor> results) {
        Rng rng = Rng.seeded(5);
        Tensor loss = Tensor.scalar(results.getFirst().type(), 0);
        for (Tensor result : results) {
            Tensor weights = rng.normal(result.type(), 0, 1, result.shape().dims());
            loss = loss.plus(result.times(weights).sum());
        }
        return loss;
    }

    /// A state that is not the layer's own.
    static <S extends State<S>> S randomState(RecurrentLayer<S> layer, int rows) {
        Rng rng = Rng.seeded(4);
        S zeros = layer.initialState(rows);
        return zeros.with(
                zeros.tensors().stream()
                        .map(t -> rng.normal(t.type(), 0, 0.5, t.shape().dims()))
                        .toList());
    }

    static void assertSameBits(List<Tensor> actual, List<Tensor> expected) {
        assertThat(actual).hasSameSizeAs(expected);
        for (int i = 0; i < actual.size(); i++) {
            assertThat(actual.get(i).toDoubles())
                    .as("tensor %d", i)
                    .isEqualTo(expected.get(i).toDoubles());
        }
    }

    /// @param tolerance of the largest difference, relative to the largest number of the tensor
    static void assertClose(List<Tensor> actual, List<Tensor> expected, double tolerance) {
        assertThat(actual).hasSameSizeAs(expected);
        for (int i = 0; i < actual.size(); i++) {
            assertThat(actual.get(i).shape()).isEqualTo(expected.get(i).shape());
            double[] a = actual.get(i).toDoubles();
            double[] b = expected.get(i).toDoubles();
            double difference = 0;
            double largest = 0;
            for (int j = 0; j < a.length; j++) {
                difference = Math.max(difference, Math.abs(a[j] - b[j]));
                largest = Math.max(largest, Math.abs(b[j]));
            }
            assertThat(difference).as("tensor %d", i).isLessThanOrEqualTo(tolerance * largest);
        }
    }
}
