package org.unroll.internal.plan;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.unroll.tensor.Autograd;
import org.unroll.tensor.Tensor;

/// Records a step at each call, finds or makes its plan, and runs that.
final class PlannedEngine implements SequenceEngine {
    /// The numbers of rows to record with. Which they are does not matter, as long as they differ.
    private static final int FEW = 2;

    private static final int MANY = 3;

    /// A plan and the workspaces that are free to run it.
    record Planned(Plan plan, Workspaces free) {}

    private static final System.Logger LOG = System.getLogger(PlannedEngine.class.getName());

    private final String cell;
    private final Set<String> said = ConcurrentHashMap.newKeySet();
    private final Set<List<Object>> unplannable = ConcurrentHashMap.newKeySet();
    private final Map<List<Object>, Planned> plans = new ConcurrentHashMap<>();
    private final PackedWeights packed = new PackedWeights();

    PlannedEngine(String cell) {
        this.cell = cell;
    }

    @Override
    public List<Tensor> run(
            StepFunction step, Tensor input, SequenceSteps steps, List<Tensor> initial) {
        int rows = steps.rows();
        for (Tensor state : initial) {
            if (state.rank() < 1 || state.dim(0) != rows || state.type() != input.type()) {
                throw new IllegalArgumentException(
                        "expected a state of %s with %d rows, as the input %s has, but got %s %s"
                                .formatted(
                                        input.type(),
                                        rows,
                                        input.shape(),
                                        state.type(),
                                        state.shape()));
            }
        }
        try {
            return planned(step, input, steps, initial);
        } catch (NotPlannableException e) {
            if (said.add(String.valueOf(e.getMessage()))) {
                LOG.log(
                        System.Logger.Level.WARNING,
                        cell + " runs step by step, which is slow: " + e.getMessage());
            }
            return SequenceEngine.eager().run(step, input, steps, initial);
        }
    }

    private List<Tensor> planned(
            StepFunction step, Tensor input, SequenceSteps steps, List<Tensor> initial) {
        RecordedStep recorded = record(step, input, initial);
        List<Object> signature = recorded.signature();
        if (unplannable.contains(signature)) {
            return SequenceEngine.eager().run(step, input, steps, initial);
        }
        @Nullable Planned planned = plans.get(signature);
        if (planned == null) {
            boolean derivative = recorded.outputGradient() >= 0;
            RecordedStep again =
                    Autograd.unfollowed(() ->
                            RecordedStep.of(
                                    step,
                                    MANY,
                                    input,
                                    initial,
                                    recorded.inputFollowed(),
                                    derivative,
                                    (i, _) -> recorded.capturedFollowed()[i]));
            planned = plan(recorded, again, signature);
            plans.put(signature, planned);
        }
        List<Tensor> inputs = new ArrayList<>();
        inputs.add(input);
        inputs.addAll(initial);
        inputs.addAll(recorded.capturedTensors());
        PlanRun run = new PlanRun(planned, recorded, packed, steps);
        return Autograd.call(run, inputs);
    }

    private Planned plan(RecordedStep recorded, RecordedStep again, List<Object> signature) {
        try {
            return new Planned(new Plan(recorded, again, FEW, MANY), new Workspaces());
        } catch (NotPlannableException e) {
            unplannable.add(signature); // not to be tried at every call
            throw e;
        }
    }

    /// With the derivative if a differentiation follows anything that goes in.
    private static RecordedStep record(StepFunction step, Tensor input, List<Tensor> initial) {
        RecordedStep recorded =
                RecordedStep.of(
                        step,
                        FEW,
                        input,
                        initial,
                        Autograd.follows(List.of(input)),
                        Autograd.isFollowing(),
                        RecordedStep.Followed.byTape());
        if (recorded.outputGradient() < 0
                || recorded.inputFollowed()
                || Autograd.follows(initial)
                || Autograd.follows(recorded.capturedTensors())) {
            return recorded;
        }
        return RecordedStep.of(
                step, FEW, input, initial, false, false, RecordedStep.Followed.byTape());
    }
}
