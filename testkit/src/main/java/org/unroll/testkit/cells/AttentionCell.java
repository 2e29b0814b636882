package org.unroll.testkit.cells;

import java.util.List;
import org.unroll.nn.Init;
import org.unroll.recurrent.State;
import org.unroll.recurrent.Step;
import org.unroll.recurrent.StepContext;
import org.unroll.tensor.Parameters;
import org.unroll.tensor.Tensor;

/// A cell that looks at a memory of its row by scaled dot products (Vaswani and others 2017) and
/// writes into it where it looked: products of rows with rows, a softmax, and a state with three
/// axes.
public final class AttentionCell extends SizedCell<AttentionCell.Attending> {
    /// A hidden state and what the row remembers.
    ///
    /// @param hidden `[rows, hidden]`
    /// @param memory `[rows, slots, size]`
    public record Attending(Tensor hidden, Tensor memory) implements State<Attending> {
        @Override
        public List<Tensor> tensors() {
            return List.of(hidden, memory);
        }

        @Override
        public Attending with(List<Tensor> tensors) {
            return new Attending(tensors.get(0), tensors.get(1));
        }
    }

    private final Gate hidden;
    private final Tensor query;
    private final Tensor keys;
    private final Tensor written;
    private final int slots;

    public AttentionCell(int input, int size, int slots, int hidden, Init init) {
        this(
                input,
                slots,
                Gate.of(input, hidden + size, hidden, init),
                init.linearWeight(hidden, size),
                init.linearWeight(size, size),
                init.linearWeight(size, hidden));
    }

    private AttentionCell(
            int input, int slots, Gate hidden, Tensor query, Tensor keys, Tensor written) {
        super(
                input,
                query.dim(0) + query.dim(1),
                Parameters.join(
                        hidden.under("h"),
                        Parameters.of("query", query, "keys", keys, "written", written)));
        this.hidden = hidden;
        this.query = query;
        this.keys = keys;
        this.written = written;
        this.slots = slots;
    }

    @Override
    public Step<Attending> step(Tensor x, Attending state, StepContext context) {
        Tensor asked = state.hidden().matmul(query).unsqueezed(1); // [rows, 1, size]
        Tensor scores = asked.matmulTransposed(state.memory().matmul(keys)); // [rows, 1, slots]
        Tensor weights = scores.times(1 / Math.sqrt(query.dim(1))).softmax(2);
        Tensor read = weights.matmul(state.memory()).squeezed(1); // [rows, size]
        Tensor h = hidden.sum(x, Tensor.concat(1, state.hidden(), read)).tanh();
        Tensor places = weights.transposed(); // [rows, slots, 1]
        Tensor content = h.matmulTransposed(written).tanh().unsqueezed(1);
        Tensor memory = state.memory().plus(places.times(content.minus(state.memory())));
        return new Step<>(Tensor.concat(1, h, read), new Attending(h, memory));
    }

    @Override
    public Attending initialState(int rows) {
        Tensor memory =
                Tensor.full(type(), 0.5, rows, slots, query.dim(1)); // looked at evenly at first
        return new Attending(zeros(rows, query.dim(0)), memory);
    }
}
