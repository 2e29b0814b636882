package org.unroll.recurrent;

import org.unroll.nn.Dropout;
import org.unroll.nn.Mode;
import org.unroll.nn.Sequence;
import org.unroll.tensor.Parameters;
import org.unroll.tensor.Shape;
import org.unroll.tensor.Tensor;

/// A layer whose input is added to its output: `y = x + layer(dropout(x))`. He and others, "Deep
/// residual learning for image recognition" (2016); between recurrent layers Wu and others,
/// "Google's neural machine translation system" (2016). At skipped timesteps `y` is zero.
///
/// [RecurrentOptions#withResidual] puts it around all layers of a stack but the first. PyTorch and
/// Keras have no such option.
///
/// The weights keep their names.
///
/// @param <S> the state of the layer
public final class Residual<S extends State<S>> implements RecurrentLayer<S> {
    private final RecurrentLayer<S> layer;
    private final Dropout dropout;

    private Residual(RecurrentLayer<S> layer, Dropout dropout) {
        this.layer = layer;
        this.dropout = dropout;
    }

    /// A layer with its input added to its output.
    ///
    /// @throws IllegalArgumentException if input and output are not equally long
    public static <S extends State<S>> Residual<S> of(RecurrentLayer<S> layer) {
        return of(layer, 0);
    }

    /// A layer with its input added to its output. In training the layer sees the input with
    /// dropout, what is added is without.
    ///
    /// @param dropout the share of values dropped, in `[0, 1)`
    /// @throws IllegalArgumentException if input and output are not equally long
    public static <S extends State<S>> Residual<S> of(RecurrentLayer<S> layer, double dropout) {
        Rates.check("dropout", dropout);
        if (layer.inputSize() != layer.outputSize()) {
            throw new IllegalArgumentException(
                    "a residual connection wants outputs as long as the inputs but %s makes %d of %d"
                            .formatted(layer, layer.outputSize(), layer.inputSize()));
        }
        if (FilledSkips.isIn(layer)) {
            throw new IllegalArgumentException(
                    "what stands at skipped steps is said of the whole, Residual.of(layer).withSkippedSteps(...), not of %s inside"
                            .formatted(layer));
        }
        return new Residual<>(layer, new Dropout(dropout));
    }

    /// The layer inside.
    public RecurrentLayer<S> layer() {
        return layer;
    }

    @Override
    public RecurrentOutput<S> run(Sequence input, S initial, Mode mode, RowTensors rows) {
        RecurrentOutput<S> output = layer.run(dropout.forward(input, mode), initial, mode, rows);
        return new RecurrentOutput<>(sum(output.outputs(), input), output.finalState());
    }

    @Override
    public Observation<S> observe(
            Sequence input, S initial, Mode mode, RowTensors rows, String... names) {
        Observation<S> seen =
                layer.observe(dropout.forward(input, mode), initial, mode, rows, names);
        RecurrentOutput<S> output = seen.output();
        return new Observation<>(
                new RecurrentOutput<>(sum(output.outputs(), input), output.finalState()),
                seen.values());
    }

    private static Sequence sum(Sequence outputs, Sequence input) {
        Tensor sum = outputs.values().plus(input.values());
        if (!input.hasLengths()) {
            return outputs.with(sum);
        }
        int[] dims = sum.shape().dims();
        Tensor valid = input.mask(sum.type()).unsqueezed(2).broadcastTo(dims);
        return outputs.with(Tensor.where(valid, sum, Tensor.zeros(sum.type(), dims)));
    }

    /// Adds the input of the timestep that is read last. Around a layer of both directions whose
    /// outputs are put side by side, each direction's half has its own.
    ///
    /// @throws IllegalStateException around a layer of both directions whose outputs are merged in
    ///   another way: no one timestep's input belongs to the result
    @Override
    public Step<S> read(Sequence input, S initial, Mode mode, RowTensors rows) {
        Tensor end = end(layer, input);
        Step<S> read = layer.read(dropout.forward(input, mode), initial, mode, rows);
        return new Step<>(read.output().plus(end), read.state());
    }

    private static Tensor end(RecurrentLayer<?> layer, Sequence input) {
        return switch (layer) {
            case Bidirectional<?> both -> both.ends(input);
            case RecurrentStack<?> stack -> end(stack.layers().getLast(), input);
            case Residual<?> residual -> end(residual.layer, input);
            default -> Ends.of(input, layer.direction());
        };
    }

    @Override
    public Step<S> step(Tensor input, S state, RowTensors rows) {
        Step<S> step = layer.step(input, state, rows);
        return new Step<>(step.output().plus(input), step.state());
    }

    @Override
    public S initialState(int rows) {
        return layer.initialState(rows);
    }

    @Override
    public int inputSize() {
        return layer.inputSize();
    }

    @Override
    public int outputSize() {
        return layer.outputSize();
    }

    @Override
    public Direction direction() {
        return layer.direction();
    }

    @Override
    public Residual<S> reversed() {
        return new Residual<>(layer.reversed(), dropout);
    }

    @Override
    public Residual<S> eagerly() {
        return new Residual<>(layer.eagerly(), dropout);
    }

    @Override
    public Residual<S> recomputing() {
        return new Residual<>(layer.recomputing(), dropout);
    }

    @Override
    public String planText(RowTensors rows) {
        return "added to its input: " + layer.planText(rows);
    }

    @Override
    public Parameters parameters() {
        return layer.parameters();
    }

    @Override
    public Shape outputShape(Shape input) {
        return layer.outputShape(input);
    }

    @Override
    public String toString() {
        return dropout.rate() == 0
                ? "Residual(" + layer + ")"
                : "Residual(%s, dropout %s)".formatted(layer, dropout.rate());
    }
}
