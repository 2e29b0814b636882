package org.unroll.testkit.parity;

import org.unroll.recurrent.StepContext;
import org.unroll.tensor.DType;
import org.unroll.tensor.Tensor;

/// Hands out the masks of a recorded case in training.
record RecordedMasks(CellOptions options, DType type) implements StepContext {
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
        return x.times(recorded("recurrentDropout"));
    }

    @Override
    public Tensor weightDropout(Tensor weight, double rate) {
        return rate == 0 ? weight : weight.times(recorded("weightDropout"));
    }

    @Override
    public Tensor mask(Tensor like, double rate) {
        throw new UnsupportedOperationException("no case has masks of its own");
    }

    @Override
    public Tensor perRow(String name) {
        throw new UnsupportedOperationException("no case has tensors per row");
    }

    private Tensor recorded(String mask) {
        return options.golden().given("mask." + mask, type);
    }
}
