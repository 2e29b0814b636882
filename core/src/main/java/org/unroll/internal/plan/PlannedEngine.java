package org.unroll.internal.plan;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.unroll.tensor.Autograd;
import org.unroll.tensor.DeferredRows;
import org.unroll.tensor.Tensor;

/// Records a step at each call, finds or makes its plan, and runs that.
final class PlannedEngine implements SequenceEngine {
    /// The numbers of rows to record with. Which they are does not matter, as long as they differ.
    private static final int FEW = 2;

    private static final int MANY = 3;

    /// A plan and the workspaces that are free to run it.
    record Planned(Plan plan, Workspaces free, Workspaces freeTables) {}

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
    public Results run(SequenceCall call) {
        Tensor input = call.input();
        int rows = call.steps().rows();
        for (Tensor state : call.initial()) {
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
            return planned(call);
        } catch (NotPlannableException e) {
            if (said.add(String.valueOf(e.getMessage()))) {
                LOG.log(
                        System.Logger.Level.WARNING,
                        cell + " runs step by step, which is slow: " + e.getMessage());
            }
            return SequenceEngine.eager().run(call);
        }
    }

    private Results planned(SequenceCall call) {
        RecordedStep recorded = RecordedStep.of(call, FEW, followed(call));
        List<Object> signature = recorded.signature();
        @Nullable DeferredRows rows = DeferredRows.of(call.input());
        @Nullable DeferredRows lookup = TableRun.worth(rows, call.steps().count()) ? rows : null;
        if (lookup != null) {
            signature.add("over a table");
        }
        if (unplannable.contains(signature)) {
            return SequenceEngine.eager().run(call);
        }
        @Nullable Planned planned = plans.get(signature);
        if (planned == null) {
            RecordedStep.@Nullable Derivative derivative = recorded.derivative();
            RecordedStep again =
                    Autograd.unfollowed(() ->
                            RecordedStep.of(
                                    call,
                                    MANY,
                                    (_, _) -> derivative == null ? null : derivative.wanted()));
            planned = plan(recorded, again, lookup != null, signature);
            plans.put(signature, planned);
        }
        List<Tensor> inputs = new ArrayList<>();
        boolean followed = Autograd.follows(List.of(call.input()));
        inputs.add(lookup != null && followed ? lookup.table() : call.input());
        inputs.addAll(call.initial());
        inputs.addAll(recorded.perRowTensors(call));
        inputs.addAll(recorded.capturedTensors());
        PlanRun run = new PlanRun(planned, recorded, packed, call, lookup);
        List<Tensor> results = Autograd.call(run, inputs);
        int outputs = recorded.outputs().length;
        return new Results(results.subList(0, outputs), results.subList(outputs, results.size()));
    }

    private Planned plan(
            RecordedStep recorded, RecordedStep again, boolean overTable, List<Object> signature) {
        try {
            Plan plan = new Plan(recorded, again, FEW, MANY, overTable);
            return new Planned(plan, new Workspaces(), new Workspaces());
        } catch (NotPlannableException e) {
            unplannable.add(signature); // not to be tried at every call
            throw e;
        }
    }

    /// The gradients that the differentiation which is going on needs, if one is.
    private static RecordedStep.Wants followed(SequenceCall call) {
        return (perRow, captured) -> {
            if (!Autograd.isFollowing()) {
                return null;
            }
            boolean[] ofRows = new boolean[perRow.size()];
            for (int i = 0; i < ofRows.length; i++) {
                int index = perRow.get(i).index();
                ofRows[i] = index >= 0 && Autograd.follows(List.of(call.perRow().get(index)));
            }
            boolean[] ofCaptured = new boolean[captured.size()];
            for (int i = 0; i < ofCaptured.length; i++) {
                Tensor tensor = captured.get(i);
                ofCaptured[i] = tensor.type().isFloating() && Autograd.follows(List.of(tensor));
            }
            boolean ofInput = Autograd.follows(List.of(call.input()));
            RecordedStep.Wanted wanted = new RecordedStep.Wanted(ofInput, ofRows, ofCaptured);
            return wanted.any() || Autograd.follows(call.initial()) ? wanted : null;
        };
    }
}
