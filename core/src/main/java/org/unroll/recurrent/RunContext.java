package org.unroll.recurrent;

import java.util.function.Supplier;
import org.unroll.internal.plan.SequenceEngine.Surroundings;
import org.unroll.tensor.RandomMask;
import org.unroll.tensor.Recording;
import org.unroll.tensor.Rng;
import org.unroll.tensor.Tensor;

/// The context of one timestep of a run, or of its recording.
final class RunContext implements StepContext {
    private final boolean training;
    private final Supplier<Rng> site;
    private final RowTensors rows;
    private final Surroundings around;
    private int draws; // the masks of a step are told apart by their order

    /// @param site the layer's stream, asked for only by a step that draws
    RunContext(boolean training, Supplier<Rng> site, RowTensors rows, Surroundings around) {
        this.training = training;
        this.site = site;
        this.rows = rows;
        this.around = around;
    }

    @Override
    public boolean isTraining() {
        return training;
    }

    @Override
    public Tensor dropout(Tensor x, double rate) {
        return dropped(x, rate, false);
    }

    @Override
    public Tensor dropoutPerSequence(Tensor x, double rate) {
        return dropped(x, rate, true);
    }

    private Tensor dropped(Tensor x, double rate, boolean perSequence) {
        RandomMask.checkRate(rate);
        if (!training || rate == 0) {
            return x;
        }
        RandomMask mask = RandomMask.scaled(site.get().fork(draws++), rate);
        return x.times(around.mask(mask, perSequence, x.shape(), x.type()));
    }

    /// The mask is made at once, also where the step is recorded: the result is a weight like any
    /// other then, and its gradient goes on to the one it was made of.
    @Override
    public Tensor weightDropout(Tensor weight, double rate) {
        RandomMask.checkRate(rate);
        if (Recording.isRecorded(weight)) {
            throw new IllegalArgumentException(
                    "weightDropout(...) is for weights, but %s is made of the step's input or state: dropout(...) and dropoutPerSequence(...) are for those"
                            .formatted(weight.shape()));
        }
        if (!training || rate == 0) {
            return weight;
        }
        RandomMask mask = RandomMask.scaled(site.get().fork(draws++), rate);
        return weight.times(mask.ofRows(weight.type(), 0, weight.shape()));
    }

    @Override
    public Tensor mask(Tensor like, double rate) {
        RandomMask.checkRate(rate);
        if (!training || rate == 0) {
            return Tensor.full(like.type(), training ? 1 : 1 - rate, like.shape().dims());
        }
        RandomMask mask = RandomMask.plain(site.get().fork(draws++), rate);
        return around.mask(mask, false, like.shape(), like.type());
    }

    @Override
    public Tensor perRow(String name) {
        return around.perRow(rows.index(name));
    }
}
