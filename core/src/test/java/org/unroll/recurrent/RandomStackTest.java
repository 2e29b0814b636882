package org.unroll.recurrent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.unroll.recurrent.RunResults.assertClose;
import static org.unroll.recurrent.RunResults.assertSameBits;
import static org.unroll.recurrent.RunResults.everything;
import static org.unroll.recurrent.RunResults.randomState;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.unroll.nn.Layout;
import org.unroll.nn.Mode;
import org.unroll.nn.Sequence;
import org.unroll.tensor.Compute;
import org.unroll.tensor.Rng;
import org.unroll.tensor.Tensor;

/// Built-in cells with random options, decorators, wrappers, lengths and masks: whatever is not
/// refused keeps all promises. `-Dunroll.random.stacks=5000` tries more of them.
class RandomStackTest {
    /// Why combinations are refused; nothing else may be.
    private static final List<String> REASONS =
            List.of("it reads from both ends", "coupled gates", "layer norm");

    static LongStream seeds() {
        return LongStream.range(0, Integer.getInteger("unroll.random.stacks", 40));
    }

    private static Mode training() {
        return Mode.training(Rng.seeded(6));
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void whatGoesTogetherKeepsItsPromises(long seed) throws Exception {
        RandomStack random = RandomStack.of(seed);
        if (random.stack() == null) {
            assertThat(REASONS).anyMatch(String.valueOf(random.refused())::contains);
        } else {
            check(random.stack(), random.input());
        }
    }

    private static <S extends State<S>> void check(RecurrentStack<S> stack, Sequence input)
            throws Exception {
        StackState<S> start = randomState(stack, input.rows());
        // sums of at most 6 rows and 6 steps in another order, relu and clip far from their kinks
        List<Tensor> training = everything(stack, input, start, training());
        assertClose(training, everything(stack.eagerly(), input, start, training()), 1e-10);
        List<Tensor> inference = everything(stack, input, start, Mode.inference());
        assertClose(inference, everything(stack.eagerly(), input, start, Mode.inference()), 1e-10);
        assertSameBits(
                Compute.withThreads(3, () -> everything(stack, input, start, training())),
                Compute.withThreads(1, () -> everything(stack, input, start, training())));
        Tensor outputs = inference.getFirst();
        if (input.hasLengths()) {
            assertSameBits(List.of(outputs), List.of(paddedOtherwise(stack, input, start)));
        } else if (stack.direction() == Direction.FORWARD) {
            assertSameBits(List.of(training.getFirst()), List.of(inPieces(stack, input, start)));
            assertSameBits(List.of(outputs), List.of(stepByStep(stack, input, start)));
        }
    }

    /// What is not valid does not matter, whatever it is.
    private static <S extends State<S>> Tensor paddedOtherwise(
            RecurrentStack<S> stack, Sequence input, StackState<S> start) {
        Tensor values = input.values();
        Tensor valid = input.mask(values.type()).unsqueezed(2).broadcastTo(values.shape().dims());
        Tensor other = Tensor.where(valid.greaterThan(0), values, values.times(-3).minus(7));
        return stack.run(input.with(other), start, Mode.inference()).outputs().values();
    }

    private static <S extends State<S>> Tensor inPieces(
            RecurrentStack<S> stack, Sequence input, StackState<S> start) {
        int time = input.layout() == Layout.TIME_FIRST ? 0 : 1;
        int cut = input.steps() / 2;
        Tensor first = input.values().slice(time, 0, cut);
        Tensor second = input.values().slice(time, cut, input.steps());
        var one = stack.run(full(first, time), start, training());
        var two = stack.run(full(second, time), one.finalState(), training().startingAt(cut));
        return Tensor.concat(time, one.outputs().values(), two.outputs().values());
    }

    private static Sequence full(Tensor values, int time) {
        return time == 0 ? Sequence.timeFirst(values) : Sequence.of(values);
    }

    private static <S extends State<S>> Tensor stepByStep(
            RecurrentStack<S> stack, Sequence input, StackState<S> start) {
        int time = input.layout() == Layout.TIME_FIRST ? 0 : 1;
        List<Tensor> outputs = new ArrayList<>();
        StackState<S> state = start;
        for (int t = 0; t < input.steps(); t++) {
            var step = stack.step(input.values().select(time, t), state);
            outputs.add(step.output().unsqueezed(time));
            state = step.state();
        }
        return Tensor.concat(time, outputs.toArray(Tensor[]::new));
    }
}
