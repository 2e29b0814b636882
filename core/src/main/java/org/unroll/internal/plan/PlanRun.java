package org.unroll.internal.plan;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.unroll.internal.kernel.Kernels;
import org.unroll.tensor.Arrangement;
import org.unroll.tensor.Autograd;
import org.unroll.tensor.DType;
import org.unroll.tensor.DeferredRows;
import org.unroll.tensor.Shape;
import org.unroll.tensor.Tensor;

/// One call of a plan: its forward run and, if it is asked for, its backward one.
final class PlanRun implements Autograd.CustomFunction {
    private final Workspaces free;
    private final Workspaces freeTables;
    private final Plan plan;
    private final RecordedStep step;
    private final PackedWeights packed;
    private final SequenceCall call;
    private final @Nullable DeferredRows lookup;
    private final boolean recompute;
    private final Constants constants;
    private final List<PackedWeights.Packed> leased = new ArrayList<>();
    private @Nullable TableRun table;
    private @Nullable Batch batch;
    private @Nullable ForwardRun forward;

    /// @param lookup what the input is, if the plan is one over a table's rows; then the input is
    ///   the table where gradients go to it
    PlanRun(
            PlannedEngine.Planned planned,
            RecordedStep step,
            PackedWeights packed,
            SequenceCall call,
            @Nullable DeferredRows lookup,
            boolean recompute) {
        this.lookup = lookup;
        this.free = planned.free();
        this.freeTables = planned.freeTables();
        this.plan = planned.plan();
        this.step = step;
        this.packed = packed;
        this.call = call;
        this.recompute = recompute;
        this.constants = new Constants(step.nodes());
    }

    @Override
    public List<Tensor> forward(List<Tensor> inputs) {
        boolean keep = false;
        try {
            List<Tensor> results = run(inputs);
            keep = plan.backward != null;
            return results;
        } finally {
            if (!keep) {
                release(); // also after a failure
            }
        }
    }

    private List<Tensor> run(List<Tensor> inputs) {
        Tensor input = inputs.getFirst();
        List<Slot> slots = plan.forward.states;
        int perRow = 1 + slots.size();
        List<Tensor> initial = inputs.subList(1, perRow);
        RowGroups groups = RowGroups.of(call.steps());
        Batch batch = batch(inputs, groups, plan.blockRows(input.type()));
        ForwardRun run = new ForwardRun(batch, plan, lookup == null ? input : null, kept(batch));
        List<Shape> shapes = new ArrayList<>();
        for (int node : step.outputs()) {
            shapes.add(batch.sequenceShape(step.nodes().get(node).tensor().shape()));
        }
        List<Object> outputs =
                shapes.stream().map(shape -> ResultArrays.of(batch.kernels, shape.size())).toList();
        List<Object> states = batch.allocate(slots);
        run.run(initial, outputs, states);
        if (plan.backward != null) {
            this.batch = batch;
            forward = run;
        }
        List<Tensor> results = new ArrayList<>();
        for (int i = 0; i < outputs.size(); i++) {
            results.add(Tensor.wrap(outputs.get(i), shapes.get(i)));
        }
        for (int i = 0; i < states.size(); i++) {
            results.add(Tensor.wrap(states.get(i), initial.get(i).shape()));
        }
        return results;
    }

    /// The call's rows, bound to its tensors.
    ///
    /// @param inputs the input, the initial state, the tensors per row, and maybe others
    /// @param rows about how many rows a block has
    Batch batch(List<Tensor> inputs, RowGroups groups, int rows) {
        int first = 1 + plan.forward.states.size();
        List<Tensor> perRow = inputs.subList(first, first + plan.perRow.size());
        Kernels<Object> kernels = Typed.kernels(inputs.getFirst().type());
        Transfer transfer = new Transfer(groups, call.steps());
        @Nullable Object[] bound = bind();
        if (lookup != null) {
            table = table(kernels, lookup, transfer, bound);
        }
        Batch batch =
                new Batch(
                        kernels,
                        groups,
                        transfer,
                        free,
                        plan.buffers.contents(),
                        bound,
                        perRow,
                        plan.perRow);
        for (RowGroups.Group group : groups.groups) {
            int segment = recompute ? plan.segmentSteps(group.steps()) : group.steps();
            batch.runs.add(new GroupRun(group, Segment.of(groups, group, segment, rows)));
        }
        return batch;
    }

    /// What is computed for the rows of the table that the input comes from.
    private TableRun table(
            Kernels<Object> kernels,
            DeferredRows lookup,
            Transfer transfer,
            @Nullable Object[] bound) {
        List<Buffers.Content> contents = plan.buffers.contents();
        int rows = lookup.table().dim(0);
        Workspace leased =
                freeTables.leaseTable(kernels, contents, bound, rows, transfer.groups().size);
        TableRun run = new TableRun(kernels, rows, leased);
        run.load(lookup, plan.forward.inputs.getFirst(), plan.numbers, transfer);
        run.run(plan.forward);
        return run;
    }

    /// After the last run that reads what was bound; may be called again.
    void release() {
        releaseTable();
        releaseWeights();
    }

    private void releaseTable() {
        if (table != null) {
            freeTables.release(table.workspace());
            table = null;
        }
    }

    private ForwardRun.Kept kept(Batch batch) {
        if (plan.backward == null) {
            return ForwardRun.Kept.NOTHING;
        }
        boolean divided = batch.runs.stream().anyMatch(run -> run.segments().size() > 1);
        return divided ? ForwardRun.Kept.STATES : ForwardRun.Kept.ACTIVATIONS;
    }

    /// Constants, packed weights and sources of masks by buffer.
    private @Nullable Object[] bind() {
        List<Buffers.Content> contents = plan.buffers.contents();
        @Nullable Object[] arrays = new @Nullable Object[contents.size()];
        for (int i = 0; i < arrays.length; i++) {
            arrays[i] =
                    switch (contents.get(i)) {
                        case Buffers.Constant(int node) -> elements(constants.get(node));
                        case Buffers.Stretched(int node, Shape to) ->
                                elements(stretched(constants.get(node), to));
                        case Buffers.Drawn(int index) ->
                                new MaskSource(
                                        step.drawn().get(index).mask(),
                                        call.steps(),
                                        call.firstStep());
                        case Buffers.Joined(ConstantRow row) ->
                                row.of(Typed.kernels(call.input().type()), constants::get);
                        case Buffers.Packed _, Buffers.Computed _, Buffers.Numbers _ -> null;
                    };
        }
        bindWeights(arrays);
        return arrays;
    }

    /// All packed weights at once, so that threads divide what is to be packed anew.
    private void bindWeights(@Nullable Object[] arrays) {
        List<Integer> places = new ArrayList<>();
        List<PackedWeights.Wanted> wanted = new ArrayList<>();
        for (int i = 0; i < arrays.length; i++) {
            if (plan.buffers.contents().get(i)
                    instanceof Buffers.Packed(Panel panel, List<Integer> tensors)) {
                List<Tensor> weights = tensors.stream().map(constants::get).toList();
                Kernels<Object> kernels = Typed.kernels(weights.getFirst().type());
                places.add(i);
                wanted.add(new PackedWeights.Wanted(kernels, panel, weights));
            }
        }
        leased.addAll(packed.lease(wanted));
        for (int i = 0; i < places.size(); i++) {
            arrays[places.get(i)] = leased.get(i).array;
        }
    }

    private void releaseWeights() {
        packed.release(leased);
        leased.clear();
    }

    private static Tensor stretched(Tensor tensor, Shape to) {
        return new Arrangement.Broadcast(to).compute(List.of(tensor), to);
    }

    /// As plans keep them: whole numbers as floating ones.
    private static Object elements(Tensor tensor) {
        return tensor.type() == DType.INT32 ? tensor.toDoubles() : tensor.array();
    }

    @Override
    public List<@Nullable Tensor> gradients(
            List<@Nullable Tensor> outputGradients, boolean[] needed) {
        try {
            return differentiated(outputGradients, needed);
        } finally {
            release(); // also after a failure
        }
    }

    private List<@Nullable Tensor> differentiated(
            List<@Nullable Tensor> outputGradients, boolean[] needed) {
        Plan.Backward backward = Objects.requireNonNull(plan.backward);
        Batch batch = Objects.requireNonNull(this.batch);
        BackwardRun run = new BackwardRun(batch, backward, Objects.requireNonNull(forward), table);
        this.batch = null;
        forward = null;
        RecordedStep.Derivative derivative = Objects.requireNonNull(step.derivative());
        List<Object> states = batch.allocate(backward.program().states);
        @Nullable Tensor input = null;
        @Nullable Slot inputSlot = backward.inputGradient();
        if (inputSlot != null && table == null) {
            Shape shape = batch.sequenceShape(step.nodes().get(step.input()).tensor().shape());
            input = Tensor.wrap(ResultArrays.of(batch.kernels, shape.size()), shape);
        }
        List<Object> totals = new ArrayList<>();
        for (int i = 0; i < derivative.totals().length; i++) {
            Shape shape = batch.sequenceShape(step.nodes().get(step.states()[i]).tensor().shape());
            totals.add(batch.kernels.allocate(shape.size()));
            if (call.watched() != null) {
                call.watched().put(i, Tensor.wrap(totals.getLast(), shape));
            }
        }
        int outputs = step.outputs().length;
        // What is summed up for tensors per row begins with zeros.
        List<@Nullable Tensor> stateGradients =
                new ArrayList<>(outputGradients.subList(outputs, outputGradients.size()));
        while (stateGradients.size() < states.size()) {
            stateGradients.add(null);
        }
        Reductions sums =
                run.run(
                        outputGradients.subList(0, outputs),
                        stateGradients,
                        input == null ? null : input.array(),
                        totals,
                        states);
        if (inputSlot != null && table != null && lookup != null) {
            Object copy = table.copy(inputSlot, lookup.withoutGradient());
            input = Tensor.wrap(copy, lookup.table().shape());
        }
        List<@Nullable Tensor> gradients = new ArrayList<>();
        gradients.add(input);
        for (int i = 0; i < plan.stateCount; i++) {
            gradients.add(needed[1 + i] ? ofRows(step.states()[i], states.get(i)) : null);
        }
        for (int i = 0; i < step.perRow().size(); i++) {
            int sum = backward.rowSums()[i];
            gradients.add(sum < 0 ? null : ofRows(step.perRow().get(i).node(), states.get(sum)));
        }
        sums.store(step, constants);
        for (int node : derivative.captured()) {
            gradients.add(node < 0 ? null : constants.get(node));
        }
        return gradients;
    }

    /// A tensor of the batch in the shape of a recorded one.
    private Tensor ofRows(int node, Object array) {
        Shape shape = step.nodes().get(node).tensor().shape();
        return Tensor.wrap(array, shape.with(0, call.steps().rows()));
    }
}
