package org.unroll.recurrent;

import org.unroll.tensor.RandomMask;
import org.unroll.tensor.Tensor;

/// Draws nothing.
final class InferenceContext implements StepContext {
    @Override
    public boolean isTraining() {
        return false;
    }

    @Override
    public Tensor dropout(Tensor x, double rate) {
        RandomMask.checkRate(rate);
        return x;
    }

    @Override
    public Tensor dropoutPerSequence(Tensor x, double rate) {
        RandomMask.checkRate(rate);
        return x;
    }

    @Override
    public Tensor weightDropout(Tensor weight, double rate) {
        RandomMask.checkRate(rate);
        return weight;
    }

    @Override
    public Tensor mask(Tensor like, double rate) {
        RandomMask.checkRate(rate);
        return Tensor.full(like.type(), 1 - rate, like.shape().dims());
    }

    @Override
    public Tensor perRow(String name) {
        throw new IllegalArgumentException(
                "there is no tensor per row \"" + name + "\" in StepContext.INFERENCE");
    }
}
