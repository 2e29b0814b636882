package org.unroll.testkit.parity;

import java.util.stream.IntStream;
import org.unroll.recurrent.StepContext;
import org.unroll.tensor.DType;
import org.unroll.tensor.Tensor;

/// Hands out the masks of a recorded case in training, each told by its rate.
///
/// @param step the timestep
record RecordedMasks(CellOptions options, DType type, int step) implements StepContext {
    @Override
    public boolean isTraining() {
        return true;
    }

    @Override
    public Tensor dropout(Tensor x, double rate) {
        throw new UnsupportedOperationException("no case has dropout that changes in time");
    }

    @Override
    public Tensor dropoutPerSequence(Tensor x, double rate) {
        if (rate == 0) {
            return x;
        }
        boolean ofInput = rate == options.rate("inputDropout");
        return x.times(recorded(ofInput ? "inputDropout" : "recurrentDropout"));
    }

    @Override
    public Tensor weightDropout(Tensor weight, double rate) {
        return rate == 0 ? weight : weight.times(recorded("weightDropout"));
    }

    @Override
    public Tensor mask(Tensor like, double rate) {
        double[] rates = options.zoneout();
        int state =
                IntStream.range(0, rates.length)
                        .filter(i -> rates[i] == rate)
                        .findFirst()
                        .orElseThrow();
        return recorded("zoneout." + (state == 0 ? "hidden" : "cell")).select(1, step);
    }

    @Override
    public Tensor perRow(String name) {
        throw new UnsupportedOperationException("no case has tensors per row");
    }

    private Tensor recorded(String mask) {
        return options.golden().given("mask." + mask, type);
    }
}
