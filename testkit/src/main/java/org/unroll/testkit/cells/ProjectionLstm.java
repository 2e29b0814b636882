package org.unroll.testkit.cells;

import java.util.List;
import org.unroll.nn.Init;
import org.unroll.recurrent.LstmState;
import org.unroll.recurrent.Step;
import org.unroll.recurrent.StepContext;
import org.unroll.tensor.Parameters;
import org.unroll.tensor.Tensor;

/// An LSTM whose hidden state is a projection of its units (Sak, Senior and Beaufays 2014): fed
/// back and handed out are fewer numbers than the cell has. One product for all gates and for both
/// sides.
public final class ProjectionLstm extends SizedCell<LstmState> {
    private final Tensor gates;
    private final Tensor bias;
    private final Tensor projection;

    public ProjectionLstm(int input, int units, int projected, Init init) {
        this(
                input,
                init.linearWeight(input + projected, 4 * units),
                init.linearBias(4 * units, input),
                init.linearWeight(projected, units));
    }

    private ProjectionLstm(int input, Tensor gates, Tensor bias, Tensor projection) {
        super(
                input,
                projection.dim(0),
                Parameters.of("gates", gates, "bias", bias, "projection", projection));
        this.gates = gates;
        this.bias = bias;
        this.projection = projection;
    }

    @Override
    public Step<LstmState> step(Tensor x, LstmState state, StepContext context) {
        Tensor both = Tensor.concat(1, x, state.hidden());
        List<Tensor> sums = both.matmul(gates).plus(bias).split(1, 4);
        Tensor taken = sums.get(0).sigmoid().times(sums.get(1).tanh());
        Tensor cell = sums.get(2).sigmoid().times(state.cell()).plus(taken);
        Tensor units = sums.get(3).sigmoid().times(cell.tanh());
        Tensor hidden = units.matmulTransposed(projection);
        return new Step<>(hidden, new LstmState(hidden, cell));
    }

    @Override
    public LstmState initialState(int rows) {
        return new LstmState(zeros(rows, outputSize()), zeros(rows, projection.dim(1)));
    }
}
