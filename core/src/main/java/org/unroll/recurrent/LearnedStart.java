package org.unroll.recurrent;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.unroll.nn.Initializer;
import org.unroll.tensor.DType;
import org.unroll.tensor.Parameters;
import org.unroll.tensor.Rng;
import org.unroll.tensor.Tensor;

/// A cell whose initial state is learned: a parameter for each tensor of the state, the same for
/// all rows, under the state's name with `start_` before it: `start_hidden`, `start_cell`.
///
/// Everything that starts from the layer's own initial state starts there: a run without a state, a
/// [reset][RecurrentLayer#reset], live use. Gradients reach the parameters where
/// [RecurrentCell#initialState] is called within what is differentiated, as such runs do. A state
/// that is given to a run is taken as it is. PyTorch and Keras have no such option.
///
/// @param <S> the state of the cell
public final class LearnedStart<S extends State<S>> implements DecoratedCell<S> {
    private final RecurrentCell<S> cell;
    private final List<Tensor> start;

    private LearnedStart(RecurrentCell<S> cell, List<Tensor> start) {
        this.cell = cell;
        this.start = start;
    }

    /// A start that is at first the cell's own: zeros, unless the cell says otherwise.
    public static <S extends State<S>> LearnedStart<S> of(RecurrentCell<S> cell) {
        return of(cell, cell.initialState(1));
    }

    /// A start of random numbers at first.
    ///
    /// @param rng is advanced
    public static <S extends State<S>> LearnedStart<S> of(
            RecurrentCell<S> cell, Initializer initializer, Rng rng) {
        return of(cell, cell.initialState(1).drawn(initializer, rng));
    }

    private static <S extends State<S>> LearnedStart<S> of(RecurrentCell<S> cell, S oneRow) {
        if (cell.parameters().names().contains("start_" + oneRow.names().getFirst())) {
            throw new IllegalArgumentException(
                    "expected a cell whose start is not learned yet but got " + cell);
        }
        return new LearnedStart<>(
                cell, oneRow.tensors().stream().map(LearnedStart::parameter).toList());
    }

    /// The numbers of a state's only row, in a tensor of their own.
    private static Tensor parameter(Tensor oneRow) {
        int[] dims = oneRow.shape().dims();
        Tensor numbers = Tensor.of(oneRow.to(DType.FLOAT64).toDoubles(), dims);
        return numbers.to(oneRow.type()).reshaped(Arrays.copyOfRange(dims, 1, dims.length));
    }

    @Override
    public RecurrentCell<S> cell() {
        return cell;
    }

    @Override
    public Step<S> step(Tensor input, S state, StepContext context) {
        return cell.step(input, state, context);
    }

    @Override
    public S initialState(int rows) {
        List<Tensor> tensors = new ArrayList<>();
        for (Tensor one : start) {
            int[] own = one.shape().dims();
            int[] dims = new int[own.length + 1];
            dims[0] = rows;
            System.arraycopy(own, 0, dims, 1, own.length);
            tensors.add(one.broadcastTo(dims));
        }
        return cell.initialState(rows).with(tensors);
    }

    @Override
    public Parameters parameters() {
        List<String> names = cell.initialState(1).names();
        List<Parameters> all = new ArrayList<>();
        all.add(cell.parameters());
        for (int i = 0; i < start.size(); i++) {
            all.add(Parameters.of("start_" + names.get(i), start.get(i)));
        }
        return Parameters.join(all);
    }

    @Override
    public String toString() {
        return "LearnedStart(" + cell + ")";
    }
}
