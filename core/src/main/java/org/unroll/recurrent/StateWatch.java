package org.unroll.recurrent;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.unroll.internal.plan.SequenceSteps;
import org.unroll.internal.plan.StateGradients;
import org.unroll.tensor.Autograd;
import org.unroll.tensor.Tensor;

/// Collects the gradients of the state after every timestep from all cells that a layer runs. A
/// layer made of others runs them in the order of its state's tensors, so theirs one after the
/// other are its own.
final class StateWatch {
    private static final ScopedValue<StateWatch> CURRENT = ScopedValue.newInstance();

    /// One cell's run over the batch.
    private record Run(StateGradients gradients, List<Tensor> initial, SequenceSteps steps) {}

    private final List<Run> runs = new ArrayList<>();

    private StateWatch() {}

    /// What a loss depends on, of a run of the layer.
    ///
    /// @param run runs the layer once
    static <S extends State<S>> GradientsThroughTime<S> of(
            S initial,
            Supplier<RecurrentOutput<S>> run,
            Function<RecurrentOutput<S>, Tensor> loss) {
        StateWatch watch = new StateWatch();
        Tensor value =
                Autograd.differentiate(
                                initial.tensors(),
                                () -> {
                                    // what the loss itself runs is not watched
                                    RecurrentOutput<S> output =
                                            ScopedValue.where(CURRENT, watch).call(run::get);
                                    return loss.apply(output);
                                })
                        .value();
        List<Tensor> all = new ArrayList<>();
        watch.runs.forEach(one -> all.addAll(one.gradients.gradients(one.initial, one.steps)));
        if (all.size() != initial.tensors().size()) {
            throw new IllegalStateException(
                    "expected a layer to run each of its cells once, over a state of %d tensors in all, but it ran over %d"
                            .formatted(initial.tensors().size(), all.size()));
        }
        return new GradientsThroughTime<>(value, initial.with(all));
    }

    /// Where a run puts the gradients of its cell's state; null if nobody wants them.
    static @Nullable StateGradients next(List<Tensor> initial, Supplier<SequenceSteps> steps) {
        if (!CURRENT.isBound()) {
            return null;
        }
        Run run = new Run(new StateGradients(), initial, steps.get());
        CURRENT.get().runs.add(run);
        return run.gradients;
    }
}
