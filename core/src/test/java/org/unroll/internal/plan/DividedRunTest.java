package org.unroll.internal.plan;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.unroll.internal.kernel.KernelChoice;
import org.unroll.internal.kernel.Kernels;
import org.unroll.internal.plan.SequenceEngine.StepFunction;
import org.unroll.internal.plan.SequenceEngine.StepResult;
import org.unroll.tensor.DType;
import org.unroll.tensor.Rng;
import org.unroll.tensor.Tensor;

/// Columns divided over members of a team: whatever their order between two meetings, and however
/// many they are at each stage, every number of every buffer has the bits of a run by one thread.
class DividedRunTest {
    private static final int INPUT = 9;
    private static final int MOST = 8;

    /// A step, its input's length and its states' widths.
    record Case(String name, StepFunction step, List<Integer> states) {
        @Override
        public String toString() {
            return name;
        }
    }

    private static Tensor weights(DType type, long seed, int... dims) {
        return Rng.seeded(seed).normal(type, 0, 0.2, dims);
    }

    private static StepResult result(Tensor output, Tensor... states) {
        return new StepResult(List.of(output), List.of(states));
    }

    private static Case lstm(DType type, int units) {
        Tensor w = weights(type, 1, 4 * units, INPUT);
        Tensor u = weights(type, 2, 4 * units, units);
        Tensor b = weights(type, 3, 4 * units);
        return new Case(
                "lstm " + units,
                (x, state, _) -> {
                    List<Tensor> gates =
                            x.matmulTransposed(w)
                                    .plus(b)
                                    .plus(state.get(0).matmulTransposed(u))
                                    .split(1, 4);
                    Tensor kept = gates.get(1).sigmoid().times(state.get(1));
                    Tensor added = gates.get(0).sigmoid().times(gates.get(2).tanh());
                    Tensor cell = kept.plus(added);
                    Tensor hidden = gates.get(3).sigmoid().times(cell.tanh());
                    return result(hidden, hidden, cell);
                },
                List.of(units, units));
    }

    /// A product of something that a product has gone into: two meetings at each timestep.
    private static Case resetBefore(DType type, int units) {
        Tensor w = weights(type, 1, units, INPUT);
        Tensor u = weights(type, 2, units, units);
        Tensor v = weights(type, 3, units, units);
        return new Case(
                "reset before " + units,
                (x, state, _) -> {
                    Tensor hidden = state.getFirst();
                    Tensor reset = hidden.matmulTransposed(u).sigmoid().times(hidden);
                    Tensor next = x.matmulTransposed(w).plus(reset.matmulTransposed(v)).tanh();
                    return result(next, next);
                },
                List.of(units));
    }

    /// Widths that have little in common, an output that is no state, and states that change places
    /// in part.
    private static Case several(DType type, int first, int second) {
        Tensor w = weights(type, 1, second, INPUT + first);
        Tensor u = weights(type, 2, first, second);
        Tensor v = weights(type, 3, 7, first);
        return new Case(
                "several " + first + " " + second,
                (x, state, _) -> {
                    Tensor joined = Tensor.concat(1, x, state.get(0)).matmulTransposed(w);
                    Tensor a = state.get(1).matmulTransposed(u).plus(state.get(2)).relu();
                    Tensor b = joined.plus(state.get(1)).tanh();
                    return result(a.matmulTransposed(v).tanh(), a, b, state.get(0));
                },
                List.of(first, second, first));
    }

    /// Sums over a row, which no thread can do by columns.
    private static Case normalized(DType type, int units) {
        Tensor w = weights(type, 1, units, INPUT);
        Tensor u = weights(type, 2, units, units);
        return new Case(
                "normalized " + units,
                (x, state, _) -> {
                    Tensor sum = x.matmulTransposed(w).plus(state.getFirst().matmulTransposed(u));
                    Tensor centred = sum.minus(sum.mean(1).unsqueezed(1));
                    Tensor spread = centred.squared().mean(1).unsqueezed(1).plus(1e-5).sqrt();
                    Tensor next = centred.dividedBy(spread).tanh();
                    return result(next, next);
                },
                List.of(units));
    }

    static Stream<Arguments> cases() {
        List<Arguments> cases = new ArrayList<>();
        for (DType type : List.of(DType.FLOAT32, DType.FLOAT64)) {
            for (Case c :
                    List.of(
                            lstm(type, 128),
                            lstm(type, 100),
                            lstm(type, 20),
                            resetBefore(type, 96),
                            several(type, 64, 160),
                            several(type, 30, 41),
                            normalized(type, 64))) {
                cases.add(Arguments.of(c, type, 1, null));
                cases.add(Arguments.of(c, type, 3, new int[] {5, 2, 4}));
            }
        }
        return cases.stream();
    }

    @ParameterizedTest
    @MethodSource("cases")
    void anyOrderOfMembersGivesTheSameBits(Case c, DType type, int rows, int @Nullable [] lengths) {
        Random random = new Random(rows);
        SequenceSteps steps = new SequenceSteps(rows, 5, false, false, lengths, null);
        SequenceCall call =
                new SequenceCall(
                        c.step,
                        weights(type, 7, rows, 5, INPUT),
                        steps,
                        c.states.stream().map(width -> weights(type, 8, rows, width)).toList(),
                        List.of(),
                        0,
                        null);
        RecordedStep.Wants all =
                (_, captured) -> {
                    boolean[] wanted = new boolean[captured.size()];
                    Arrays.fill(wanted, true);
                    return new RecordedStep.Wanted(true, new boolean[0], wanted, false);
                };
        RecordedStep recorded = RecordedStep.of(call, 2, all);
        RowProof proof =
                RowProof.of(
                        recorded,
                        RecordedStep.of(call, 3, all),
                        () -> RecordedStep.of(call, 2, all));
        Plan plan = new Plan(recorded, proof, false);
        Object[] arrays = arrays(plan, recorded, call);
        check(plan, plan.forward, arrays, type, steps, random);
        check(plan, Objects.requireNonNull(plan.backward).program(), arrays, type, steps, random);
    }

    /// The buffers of a call, with constants and packed weights where they belong.
    private static Object[] arrays(Plan plan, RecordedStep recorded, SequenceCall call) {
        Workspaces workspaces = new Workspaces();
        PlanRun run =
                new PlanRun(
                        new PlannedEngine.Planned(plan, workspaces, new Workspaces()),
                        recorded,
                        new PackedWeights(),
                        call,
                        null,
                        false);
        List<Tensor> inputs = new ArrayList<>(List.of(call.input()));
        inputs.addAll(call.initial());
        inputs.addAll(recorded.capturedTensors());
        List<Tensor> results = run.forward(inputs);
        boolean[] needed = new boolean[inputs.size()];
        Arrays.fill(needed, true);
        List<@Nullable Tensor> ones = new ArrayList<>();
        results.forEach(r -> ones.add(Tensor.ones(r.type(), r.shape().dims())));
        run.gradients(ones, needed);
        RowGroups groups = RowGroups.of(call.steps());
        GroupRun group = new GroupRun(groups.groups[0], List.of());
        Kernels<Object> kernels = kernels(call.input().type());
        List<Buffers.Content> contents = plan.buffers.contents();
        @Nullable Object[] none = new @Nullable Object[contents.size()];
        return workspaces.lease(kernels, contents, none, group).arrays;
    }

    @SuppressWarnings("unchecked") // arrays and kernels of one type
    private static Kernels<Object> kernels(DType type) {
        Kernels<?> kernels =
                type == DType.FLOAT64 ? KernelChoice.float64() : KernelChoice.float32();
        return (Kernels<Object>) kernels;
    }

    private static void check(
            Plan plan,
            Program program,
            Object[] arrays,
            DType type,
            SequenceSteps steps,
            Random random) {
        Kernels<Object> kernels = kernels(type);
        RowGroups groups = RowGroups.of(steps);
        RowGroups.Group group = groups.groups[0];
        Block block = Segment.of(groups, group, group.steps(), 1000).getFirst().blocks().getFirst();
        Object[] start = filled(plan, arrays, kernels, block.size(), random);
        Object[] expected = copy(plan, start, kernels);
        alone(program, new Instruction.Rows(kernels, expected, block, 0, block.size()));
        for (int repetition = 0; repetition < 4; repetition++) {
            Object[] actual = copy(plan, start, kernels);
            DividedRun run = new DividedRun(program, kernels, block, MOST);
            run.begin(actual);
            for (int stage = 0; stage < run.stages(); stage++) {
                int size = 1 + random.nextInt(MOST);
                for (int section = 0; section < run.sections(stage, size); section++) {
                    List<Integer> members =
                            new ArrayList<>(IntStream.range(0, size).boxed().toList());
                    Collections.shuffle(members, random);
                    for (int member : members) {
                        run.section(stage, size, member, section);
                    }
                }
            }
            run.end();
            assertSame(plan, actual, expected, kernels);
        }
    }

    /// As one thread runs it.
    private static void alone(Program program, Instruction.Rows at) {
        Block block = at.block();
        Instruction.runAll(program.ahead, at);
        for (int i = block.from(); i < block.to(); i++) {
            boolean forward = program.direction == Program.Direction.FORWARD;
            int t = forward ? i : block.to() - 1 - i;
            int active = block.group().active()[t];
            Instruction.Rows step =
                    new Instruction.Rows(at.kernels(), at.arrays(), block, block.row(t), active);
            Instruction.runAll(program.loop, step);
            Instruction.runAll(program.carry, step);
        }
        Instruction.runAll(program.after, at);
    }

    private static boolean isComputed(Plan plan, int buffer) {
        return plan.buffers.contents().get(buffer) instanceof Buffers.Computed;
    }

    private static Object[] filled(
            Plan plan, Object[] arrays, Kernels<Object> kernels, int rows, Random random) {
        Object[] filled = arrays.clone();
        for (int i = 0; i < filled.length; i++) {
            if (plan.buffers.contents().get(i) instanceof Buffers.Computed computed) {
                filled[i] = kernels.allocate(computed.width() * rows);
                for (int j = 0; j < computed.width() * rows; j++) {
                    kernels.set(filled[i], j, random.nextGaussian());
                }
            }
        }
        return filled;
    }

    private static Object[] copy(Plan plan, Object[] arrays, Kernels<Object> kernels) {
        Object[] copies = arrays.clone();
        for (int i = 0; i < copies.length; i++) {
            if (isComputed(plan, i)) {
                int length = kernels.length(arrays[i]);
                copies[i] = kernels.allocate(length);
                System.arraycopy(arrays[i], 0, copies[i], 0, length);
            }
        }
        return copies;
    }

    private static void assertSame(
            Plan plan, Object[] actual, Object[] expected, Kernels<Object> kernels) {
        for (int i = 0; i < actual.length; i++) {
            if (isComputed(plan, i)) {
                for (int j = 0; j < kernels.length(actual[i]); j++) {
                    assertThat(Double.doubleToLongBits(kernels.get(actual[i], j)))
                            .as("buffer %d, element %d", i, j)
                            .isEqualTo(Double.doubleToLongBits(kernels.get(expected[i], j)));
                }
            }
        }
    }
}
