package org.unroll.internal.plan;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;
import org.unroll.tensor.Autograd;
import org.unroll.tensor.DeferredRows;
import org.unroll.tensor.Tensor;

/// Records a step at each call, finds or makes its plan, and runs that.
final class PlannedEngine implements SequenceEngine {
    /// The numbers of rows to record with. Which they are does not matter, as long as they differ.
    private static final int FEW = 2;

    private static final int MANY = 3;

    /// A step may have as many forms as there are lengths of what it attends to, say.
    static final int MOST_PLANS = 256;

    /// A plan and the workspaces that are free to run it.
    record Planned(Plan plan, Workspaces free, Workspaces freeTables) {}

    private final Map<List<Object>, Planned> plans;

    /// What [RecordedStep] need not find out again.
    private final Map<List<Object>, RecordedStep.Derived> derivatives;

    private final PackedWeights packed;
    private final boolean recompute;

    PlannedEngine() {
        this(new ConcurrentHashMap<>(), new ConcurrentHashMap<>(), new PackedWeights(), false);
    }

    private PlannedEngine(
            Map<List<Object>, Planned> plans,
            Map<List<Object>, RecordedStep.Derived> derivatives,
            PackedWeights packed,
            boolean recompute) {
        this.plans = plans;
        this.derivatives = derivatives;
        this.packed = packed;
        this.recompute = recompute;
    }

    /// The plan, if all calls so far had the same one.
    Plan onlyPlan() {
        if (plans.size() != 1) {
            throw new IllegalStateException("there are %d plans".formatted(plans.size()));
        }
        return plans.values().iterator().next().plan();
    }

    int planCount() {
        return plans.size();
    }

    /// How many times packed weights are in use now.
    int readers() {
        return packed.readers();
    }

    @Override
    public SequenceEngine recomputing() {
        return new PlannedEngine(plans, derivatives, packed, true);
    }

    /// A call whose plan has been found.
    ///
    /// @param inputs what goes through the tape: the input, the initial state, the tensors per row,
    ///   and what the step captures
    /// @param outputs the recorded outputs
    record Ready(
            Plan plan, PlanRun run, List<Tensor> inputs, SequenceCall call, List<Tensor> outputs) {}

    @Override
    public Results run(SequenceCall call) {
        check(call);
        Ready ready = ready(call);
        List<Tensor> results = Autograd.call(ready.run, ready.inputs);
        int outputs = ready.outputs.size();
        return new Results(results.subList(0, outputs), results.subList(outputs, results.size()));
    }

    @Override
    public boolean isForStacks(int rows) {
        return !Autograd.isFollowing() && StackRun.fits(rows);
    }

    /// Runs layers on top of each other. An upper one's input is a stand-in.
    static List<Results> runStack(List<StackLayer> layers) {
        List<StackRun.Part> parts = new ArrayList<>();
        for (StackLayer layer : layers) {
            check(layer.call());
            Ready ready = ((PlannedEngine) layer.engine()).ready(layer.call());
            parts.add(new StackRun.Part(ready, layer.residual()));
        }
        try {
            return new StackRun(parts).run();
        } finally {
            parts.forEach(part -> part.call().run().release()); // also after a failure
        }
    }

    private static void check(SequenceCall call) {
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
    }

    /// Records the call's step and finds or makes its plan.
    Ready ready(SequenceCall call) {
        RecordedStep recorded = RecordedStep.of(call, FEW, followed(call), derivatives);
        List<Object> signature = new ArrayList<>(recorded.signature());
        @Nullable DeferredRows rows = DeferredRows.of(call.input());
        @Nullable DeferredRows lookup = TableRun.worth(rows, call.steps().count()) ? rows : null;
        if (lookup != null) {
            signature.add("over a table");
        }
        @Nullable Planned planned = plans.get(signature);
        if (planned == null) {
            IntFunction<RecordedStep> again = count -> again(call, recorded, count);
            RowProof proof = RowProof.of(recorded, again.apply(MANY), () -> again.apply(FEW));
            planned =
                    new Planned(
                            new Plan(recorded, proof, lookup != null),
                            new Workspaces(),
                            new Workspaces());
            if (plans.size() >= MOST_PLANS) {
                plans.clear(); // they are for speed alone
                derivatives.clear();
            }
            plans.put(signature, planned);
        } else {
            planned.plan().proof.requireAlike(recorded);
        }
        List<Tensor> inputs = new ArrayList<>();
        boolean followed = Autograd.follows(List.of(call.input()));
        inputs.add(lookup != null && followed ? lookup.table() : call.input());
        inputs.addAll(call.initial());
        inputs.addAll(recorded.perRowTensors(call));
        inputs.addAll(recorded.capturedTensors());
        PlanRun run = new PlanRun(planned, recorded, packed, call, lookup, recompute);
        List<Tensor> outputs = new ArrayList<>();
        for (int node : recorded.outputs()) {
            outputs.add(recorded.nodes().get(node).tensor());
        }
        return new Ready(planned.plan(), run, inputs, call, outputs);
    }

    /// The same step recorded once more for some number of rows.
    private static RecordedStep again(SequenceCall call, RecordedStep recorded, int rows) {
        RecordedStep.@Nullable Derivative derivative = recorded.derivative();
        return Autograd.unfollowed(() ->
                RecordedStep.of(
                        call, rows, (_, _) -> derivative == null ? null : derivative.wanted()));
    }

    @Override
    public String planText(SequenceCall call, Map<Tensor, String> weights) {
        RecordedStep recorded = RecordedStep.of(call, FEW, PlannedEngine::everything);
        IntFunction<RecordedStep> again = count -> again(call, recorded, count);
        RowProof proof = RowProof.of(recorded, again.apply(MANY), () -> again.apply(FEW));
        Map<Tensor, String> names = new HashMap<>(weights);
        for (RecordedStep.PerRow rows : recorded.perRow()) {
            @Nullable String name =
                    rows.index() < 0 ? null : weights.get(call.perRow().get(rows.index()));
            if (name != null) {
                names.put(recorded.nodes().get(rows.node()).tensor(), name);
            }
        }
        return PlanText.of(recorded, new Plan(recorded, proof, false), names);
    }

    private static RecordedStep.Wanted everything(
            List<RecordedStep.PerRow> perRow, List<Tensor> captured) {
        boolean[] ofRows = new boolean[perRow.size()];
        for (int i = 0; i < ofRows.length; i++) {
            ofRows[i] = perRow.get(i).index() >= 0;
        }
        boolean[] ofCaptured = new boolean[captured.size()];
        for (int i = 0; i < ofCaptured.length; i++) {
            Tensor tensor = captured.get(i);
            ofCaptured[i] = tensor.type().isFloating() && tensor.size() > 1;
        }
        return new RecordedStep.Wanted(true, ofRows, ofCaptured, false);
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
            RecordedStep.Wanted wanted =
                    new RecordedStep.Wanted(ofInput, ofRows, ofCaptured, call.watched() != null);
            return wanted.any() || Autograd.follows(call.initial()) ? wanted : null;
        };
    }
}
