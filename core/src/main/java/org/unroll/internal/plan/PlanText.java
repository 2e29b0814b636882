package org.unroll.internal.plan;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.unroll.internal.kernel.Start;
import org.unroll.tensor.Recording;
import org.unroll.tensor.Tensor;

/// A plan as text: the recorded step, its kernel calls by when they are made, and the buffers. Made
/// for reading; the same plan gives the same text.
final class PlanText {
    private static final String INDENT = "  ";

    private final RecordedStep step;
    private final Plan plan;
    private final StepText names;
    private final StringBuilder text = new StringBuilder();

    private PlanText(RecordedStep step, Plan plan, Map<Tensor, String> weights) {
        this.step = step;
        this.plan = plan;
        names = new StepText(step, weights);
    }

    /// @param weights the names of captured tensors, as far as they are known
    static String of(RecordedStep step, Plan plan, Map<Tensor, String> weights) {
        PlanText text = new PlanText(step, plan, weights);
        text.step();
        text.program("forward", plan.forward);
        Plan.@Nullable Backward backward = plan.backward;
        if (backward != null) {
            text.program("backward", backward.program());
            text.reductions(backward);
        }
        text.buffers();
        return text.text.toString();
    }

    private void line(int depth, String line) {
        text.append(INDENT.repeat(depth)).append(line.stripTrailing()).append('\n');
    }

    private void list(int depth, String title, List<String> lines) {
        if (!lines.isEmpty()) {
            line(depth, title);
            lines.forEach(one -> line(depth + 1, one));
        }
    }

    private void step() {
        line(0, "step");
        for (int i = 0; i < step.derivativeStart(); i++) {
            Recording.Node node = step.nodes().get(i);
            if (node.operation() != null) {
                line(1, names.equation(i));
            }
        }
        line(1, "output: " + names.all(step.outputs()));
        if (step.nextStates().length > 0) {
            line(1, "next state: " + names.all(step.nextStates()));
        }
    }

    private void program(String title, Program program) {
        line(0, title);
        List<String> inputs = program.inputs.stream().map(this::slot).toList();
        List<String> states = program.states.stream().map(this::slot).toList();
        boolean forward = program.direction == Program.Direction.FORWARD;
        line(1, (forward ? "input: " : "gradient of the output: ") + String.join(", ", inputs));
        if (!states.isEmpty()) {
            String what = forward ? "state: " : "gradient of the state: ";
            line(1, what + String.join(", ", states));
        }
        if (forward) {
            for (int i = 0; i < plan.perRow.size(); i++) {
                String name = names.name(step.perRow().get(i).node());
                line(1, name + ", the same at every timestep: " + slot(plan.perRow.get(i)));
            }
        }
        list(1, "ahead, for all timesteps at once", calls(program.ahead));
        list(
                1,
                forward ? "in the loop" : "in the loop, from the last timestep",
                calls(program.loop));
        list(1, "at the end of a timestep", calls(program.carry));
        list(1, "after, for all timesteps at once", calls(program.after));
        if (forward) {
            line(1, "output: " + String.join(", ", plan.outputs.stream().map(this::slot).toList()));
        } else if (plan.backward != null && plan.backward.inputGradient() != null) {
            line(1, "gradient of the input: " + slot(plan.backward.inputGradient()));
        }
    }

    private List<String> calls(List<Instruction> code) {
        return code.stream().map(this::call).toList();
    }

    private String call(Instruction instruction) {
        String out = slot(instruction.out());
        return switch (instruction) {
            case Instruction.Map map ->
                    out + " = " + StepText.applied(map.function(), slot(map.x()));
            case Instruction.Combine combine ->
                    out
                            + " = "
                            + StepText.combined(
                                    combine.function(), slot(combine.a()), slot(combine.b()));
            case Instruction.Choose choose ->
                    out
                            + " = %s ? %s : %s"
                                    .formatted(
                                            slot(choose.mask()),
                                            slot(choose.a()),
                                            slot(choose.b()));
            case Instruction.Copy copy -> out + " = " + slot(copy.x());
            case Instruction.Clear _ -> out + " = 0";
            case Instruction.Multiply multiply ->
                    "%s %s %s · %s"
                            .formatted(
                                    out,
                                    multiply.start() == Start.ADDEND ? "+=" : "=",
                                    slot(multiply.a()),
                                    panel(multiply.packed()));
            case FoldInstruction fold ->
                    "%s = %s of each %d of %s"
                            .formatted(
                                    out,
                                    fold.how().name().toLowerCase(Locale.ROOT),
                                    fold.length(),
                                    slot(fold.x()));
            case NormalizeInstruction.InverseDeviation deviation ->
                    "%s = 1 / deviation of each %d of %s"
                            .formatted(out, deviation.length(), slot(deviation.x()));
            case NormalizeInstruction.Normalize normal ->
                    "%s = (%s - mean of each %d) * %s"
                            .formatted(
                                    out,
                                    slot(normal.x()),
                                    normal.length(),
                                    slot(normal.deviation()));
            case NormalizeInstruction.Gradient gradient ->
                    "%s = normalize_gradient(%s, %s, %s) of each %d"
                            .formatted(
                                    out,
                                    slot(gradient.y()),
                                    slot(gradient.deviation()),
                                    slot(gradient.gradient()),
                                    gradient.length());
            case Typed typed -> call(typed.inner());
            case Instruction.Draw _ -> out + " = a random mask";
            case Instruction.Repeat repeat -> out + " = " + slot(repeat.rows()) + ", repeated";
            default -> out + " = " + instruction.getClass().getSimpleName();
        };
    }

    private void reductions(Plan.Backward backward) {
        List<String> sums = new ArrayList<>();
        backward.reductions().entrySet().stream()
                .sorted(Map.Entry.comparingByKey())
                .forEach(sum -> sums.add(reduction(backward, sum.getKey(), sum.getValue())));
        list(1, "sums over all rows and timesteps", sums);
    }

    private String reduction(Plan.Backward backward, int node, Value value) {
        Value whole = value.rule instanceof Value.PartOf ? value.inputs.getFirst() : value;
        List<String> operands =
                whole.inputs.stream().map(input -> slot(backward.slots().get(input))).toList();
        String sum =
                switch (whole.rule) {
                    case Value.ReduceRows _ -> "sum of " + operands.getFirst();
                    case Value.ReduceRowProducts _ ->
                            "sum of " + operands.getFirst() + " * " + operands.getLast();
                    default -> operands.getFirst() + "ᵀ · " + operands.getLast();
                };
        String part =
                value.rule instanceof Value.PartOf(int row, int column, int rows, int columns)
                        ? "rows %d to %d, columns %d to %d of "
                                .formatted(row, row + rows, column, column + columns)
                        : "";
        return "gradient of %s = %s%s".formatted(names.gradientOf(node), part, sum);
    }

    private void buffers() {
        line(0, "buffers");
        List<Buffers.Content> contents = plan.buffers.contents();
        for (int i = 0; i < contents.size(); i++) {
            if (contents.get(i) instanceof Buffers.Computed(Slot.Place place, int width, _)) {
                line(
                        1,
                        "%-4s %4d wide, %s"
                                .formatted(
                                        name(i, place),
                                        width,
                                        switch (place) {
                                            case BATCH -> "one timestep";
                                            case BLOCK -> "a block of timesteps";
                                            case SEQUENCE -> "all timesteps, for the gradients";
                                            case TABLE -> "all rows of the input's table";
                                            case CONSTANT -> "constant";
                                        }));
            }
        }
    }

    // ---- names ----

    private static String name(int buffer, Slot.Place place) {
        String kind =
                switch (place) {
                    case BATCH -> "t";
                    case BLOCK -> "b";
                    case SEQUENCE -> "s";
                    case TABLE -> "r";
                    case CONSTANT -> "c";
                };
        return kind + buffer;
    }

    /// A buffer, and which of its columns if not all.
    private String slot(@Nullable Slot slot) {
        if (slot == null) {
            return "nothing";
        }
        return switch (plan.buffers.contents().get(slot.buffer())) {
            case Buffers.Constant(int node) -> names.name(node);
            case Buffers.Joined(ConstantRow row) -> names.row(row);
            case Buffers.Computed(Slot.Place place, int width, _) ->
                    slot.width() == width
                            ? name(slot.buffer(), place)
                            : "%s[%d:%d]"
                                    .formatted(
                                            name(slot.buffer(), place),
                                            slot.column(),
                                            slot.column() + slot.width());
            default -> name(slot.buffer(), slot.place());
        };
    }

    private String panel(int buffer) {
        return plan.buffers.contents().get(buffer)
                        instanceof Buffers.Packed(Panel panel, List<Integer> tensors)
                ? names.panel(panel, tensors)
                : "?";
    }
}
