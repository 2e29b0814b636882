package org.unroll.recurrent;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.unroll.nn.Mode;
import org.unroll.nn.Sequence;
import org.unroll.tensor.Parameters;
import org.unroll.tensor.Shape;
import org.unroll.tensor.Tensor;

/// Two cells over the same sequences, one from the first timestep to the last and one from the last
/// to the first (Schuster and Paliwal, "Bidirectional recurrent neural networks", 1997). The output
/// at a timestep is made of what both give there.
///
/// Each row is read backwards from its own last valid timestep, so padding changes nothing: what
/// PyTorch does for packed sequences only. The final state of the backward direction is that after
/// the first timestep.
///
/// The weights of the backward direction are named as PyTorch's, `weight_ih_reverse`.
///
/// @param <S> the state of one direction
public final class Bidirectional<S extends State<S>>
        implements RecurrentLayer<BidirectionalState<S>> {
    private final Recurrent<S> forward;
    private final Recurrent<S> backward;
    private final Merge merge;

    private Bidirectional(Recurrent<S> forward, Recurrent<S> backward, Merge merge) {
        this.forward = forward;
        this.backward = backward;
        this.merge = merge;
    }

    /// A layer of two cells of the same sizes, which may not be the same object: each direction has
    /// weights of its own.
    ///
    /// @throws IllegalArgumentException if the sizes differ, or there is only one cell
    public static <S extends State<S>> Bidirectional<S> of(
            RecurrentCell<S> forward, RecurrentCell<S> backward, Merge merge) {
        if (forward.equals(backward)) {
            throw new IllegalArgumentException(
                    "expected a cell for each direction but got %s for both".formatted(forward));
        }
        if (forward.inputSize() != backward.inputSize()
                || forward.outputSize() != backward.outputSize()) {
            throw new IllegalArgumentException(
                    "expected cells of the same sizes but got %s and %s"
                            .formatted(forward, backward));
        }
        return new Bidirectional<>(Recurrent.of(forward), Recurrent.of(backward).reversed(), merge);
    }

    @Override
    public Bidirectional<S> eagerly() {
        return new Bidirectional<>(forward.eagerly(), backward.eagerly(), merge);
    }

    @Override
    public Bidirectional<S> recomputing() {
        return new Bidirectional<>(forward.recomputing(), backward.recomputing(), merge);
    }

    /// The direction from the first timestep to the last.
    public Recurrent<S> forwardLayer() {
        return forward;
    }

    /// The direction from the last timestep to the first.
    public Recurrent<S> backwardLayer() {
        return backward;
    }

    @Override
    public RecurrentOutput<BidirectionalState<S>> run(
            Sequence input, BidirectionalState<S> initial, Mode mode, RowTensors rows) {
        return run(input, initial, mode, rows, null).output();
    }

    @Override
    public Observation<BidirectionalState<S>> observe(
            Sequence input,
            BidirectionalState<S> initial,
            Mode mode,
            RowTensors rows,
            String... names) {
        return run(input, initial, mode, rows, List.of(names));
    }

    private Observation<BidirectionalState<S>> run(
            Sequence input,
            BidirectionalState<S> initial,
            Mode mode,
            RowTensors rows,
            @Nullable List<String> wanted) {
        Map<String, Sequence> values = new LinkedHashMap<>();
        RecurrentOutput<S> ahead =
                PartNames.FORWARD.run(
                        forward, input, initial.forward(), mode, rows, wanted, values);
        RecurrentOutput<S> back =
                PartNames.BACKWARD.run(
                        backward, input, initial.backward(), mode, rows, wanted, values);
        Tensor outputs = merge.of(ahead.outputs().values(), back.outputs().values());
        return new Observation<>(
                new RecurrentOutput<>(
                        input.with(outputs),
                        new BidirectionalState<>(ahead.finalState(), back.finalState())),
                values);
    }

    /// The output of the forward direction at each row's last valid timestep and of the backward
    /// one at its first.
    @Override
    public Step<BidirectionalState<S>> read(
            Sequence input, BidirectionalState<S> initial, Mode mode, RowTensors rows) {
        Step<S> ahead = forward.read(input, initial.forward(), mode, rows);
        Step<S> back = backward.read(input, initial.backward(), mode, rows);
        return new Step<>(
                merge.of(ahead.output(), back.output()),
                new BidirectionalState<>(ahead.state(), back.state()));
    }

    /// What belongs to the output of [#read] of values that belong to those of [#run]: each
    /// direction's half where it ends.
    Tensor ends(Sequence values) {
        if (merge != Merge.CONCATENATE) {
            throw new IllegalStateException(
                    "%s ends at two timesteps, and with %s no one of them belongs to its output"
                            .formatted(this, merge));
        }
        int half = forward.outputSize();
        return Tensor.concat(
                1,
                Ends.of(values, Direction.FORWARD).slice(1, 0, half),
                Ends.of(values, Direction.REVERSE).slice(1, half, 2 * half));
    }

    @Override
    public Direction direction() {
        return Direction.BOTH;
    }

    @Override
    public Bidirectional<S> reversed() {
        throw new IllegalStateException(this + " reads from both ends already");
    }

    @Override
    public Step<BidirectionalState<S>> step(
            Tensor input, BidirectionalState<S> state, RowTensors rows) {
        throw new IllegalStateException(
                this + " reads from the end of a sequence: run(...) it over the whole of one");
    }

    @Override
    public BidirectionalState<S> initialState(int rows) {
        return new BidirectionalState<>(forward.initialState(rows), backward.initialState(rows));
    }

    @Override
    public int inputSize() {
        return forward.inputSize();
    }

    @Override
    public int outputSize() {
        return merge.outputSize(forward.outputSize());
    }

    @Override
    public String planText(RowTensors rows) {
        return "forward: " + forward.planText(rows) + "\nreverse: " + backward.planText(rows);
    }

    @Override
    public Parameters parameters() {
        return Parameters.join(
                forward.parameters(), backward.parameters().renamed(PartNames.BACKWARD.outer()));
    }

    @Override
    public Shape outputShape(Shape input) {
        return forward.outputShape(input).with(2, outputSize());
    }

    @Override
    public String toString() {
        return "Bidirectional(%s, %s)".formatted(forward.cell(), merge);
    }
}
