package org.unroll.examples;

import java.util.List;
import org.unroll.nn.Init;
import org.unroll.nn.Initializer;
import org.unroll.nn.Mode;
import org.unroll.nn.Sequence;
import org.unroll.recurrent.DecoratedCell;
import org.unroll.recurrent.InputDropout;
import org.unroll.recurrent.LearnedStart;
import org.unroll.recurrent.LstmCell;
import org.unroll.recurrent.RecurrentCell;
import org.unroll.recurrent.RecurrentOptions;
import org.unroll.recurrent.RecurrentStack;
import org.unroll.recurrent.State;
import org.unroll.recurrent.Step;
import org.unroll.recurrent.StepContext;
import org.unroll.recurrent.Zoneout;
import org.unroll.tensor.DType;
import org.unroll.tensor.Rng;
import org.unroll.tensor.Tensor;

/// What goes around a cell, around a layer, and what can be done with states.
final class AroundCells {
    private AroundCells() {}

    /// Any cell, with a little noise on its input in training.
    record Noisy<S extends State<S>>(RecurrentCell<S> cell, double deviation)
            implements DecoratedCell<S> {
        @Override
        public Step<S> step(Tensor x, S state, StepContext context) {
            if (!context.isTraining()) {
                return cell.step(x, state, context);
            }
            Tensor coin = context.mask(x, 0.5).times(2).minus(1); // -1 or 1
            return cell.step(x.plus(coin.times(deviation)), state, context);
        }
    }

    static void run() {
        var rng = Rng.seeded(42);
        var init = Init.pytorch(rng);
        var options = RecurrentOptions.of(3, 8).withLayers(3).withDropout(0.1).withResidual();
        var stack =
                RecurrentStack.of(
                        options,
                        in -> {
                            var lstm = new LstmCell(in, 8, init);
                            var dropping = InputDropout.of(lstm, 0.2);
                            return LearnedStart.of(Zoneout.of(dropping, 0.05, 0.5));
                        });
        IO.println(stack);
        stack.parameters().names().stream()
                .filter(name -> name.endsWith("_l2"))
                .forEach(name -> IO.println("  " + name));

        var noisy =
                RecurrentStack.of(
                        RecurrentOptions.of(3, 8),
                        in -> new Noisy<>(new LstmCell(in, 8, init), 0.1));
        IO.println(noisy + " of " + noisy.layers());

        var batch = Sequence.of(rng.normal(DType.FLOAT32, 0, 1, 4, 5, 3)); // four streams
        var state = stack.run(batch, Mode.inference()).finalState();
        IO.println("names " + state.names().subList(0, 4));
        state = stack.reset(state, 1, 3); // two of them begin anew
        IO.println("hidden_l2\n" + state.get("hidden_l2").slice(1, 0, 4));

        var start = stack.initialState(4).drawn(Initializer.normal(0, 1), rng);
        var first = start.rows(0, 1);
        var second = start.rows(2, 3);
        var again = State.joined(List.of(first, second)); // start
        IO.println("rows " + again.last().cell().shape());
    }
}
