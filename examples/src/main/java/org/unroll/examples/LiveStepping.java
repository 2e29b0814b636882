package org.unroll.examples;

import org.unroll.nn.Init;
import org.unroll.nn.Linear;
import org.unroll.nn.Mode;
import org.unroll.nn.Sequence;
import org.unroll.recurrent.RecurrentOptions;
import org.unroll.recurrent.RecurrentStack;
import org.unroll.tensor.DType;
import org.unroll.tensor.Rng;

/// Values that arrive one at a time: the state is kept by the program, not by the network.
final class LiveStepping {
    private LiveStepping() {}

    static void run() {
        var rng = Rng.seeded(42);
        var init = Init.pytorch(rng);
        var lstm = RecurrentStack.lstm(RecurrentOptions.of(3, 8).withLayers(2), init);
        var readout = new Linear(8, 1, init);
        var measurements = rng.normal(DType.FLOAT32, 0, 1, 1, 4, 3); // one row of four steps

        var state = lstm.initialState(1);
        for (int time = 0; time < 4; time++) {
            var step = lstm.step(measurements.select(1, time), state); // [1, 3]: one timestep
            state = step.state();
            IO.println("t=%d  %.4f".formatted(time, readout.forward(step.output()).item()));
        }

        // The same four steps at once end in the same state.
        var whole = lstm.run(Sequence.of(measurements), Mode.inference());
        var difference = whole.finalState().last().hidden().minus(state.last().hidden());
        IO.println("largest difference: " + difference.abs().max(1).item());
    }
}
