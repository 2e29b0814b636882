package org.unroll.recurrent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.List;
import java.util.function.BiFunction;
import java.util.function.IntFunction;
import org.junit.jupiter.api.Test;
import org.unroll.nn.Activation;
import org.unroll.nn.Init;
import org.unroll.nn.Mode;
import org.unroll.nn.Sequence;
import org.unroll.tensor.Autograd;
import org.unroll.tensor.DType;
import org.unroll.tensor.Rng;
import org.unroll.tensor.Tensor;

class StackOptionsTest {
    private final Init init = Init.pytorch(Rng.seeded(1)).withType(DType.FLOAT64);
    private final Tensor values = Rng.seeded(2).normal(DType.FLOAT64, 0, 1, 3, 5, 3);

    @Test
    void anyCellIsStacked() {
        int[] sizes = {5, 2, 7};
        int[] next = {0};
        var stack =
                RecurrentStack.of(
                        RecurrentOptions.of(3, 4).withLayers(3),
                        in -> new GruCell(in, sizes[next[0]++], init));
        assertThat(stack).hasToString("Gru(3 -> 7, 3 layers)");
        assertThat(stack.layers().get(1)).hasToString("Recurrent(GruCell(5 -> 2))");
    }

    /// Each cell's kind comes through to every layer, and is not the standard one.
    @Test
    void kindsAreThoseOfTheCells() {
        var options = RecurrentOptions.of(3, 4).withLayers(2);
        var elman = ElmanOptions.standard().withActivation(Activation.RELU);
        var gru = GruOptions.standard().withReset(GruOptions.Reset.BEFORE_PRODUCT);
        var lstm = LstmOptions.standard().withPeepholes();
        assertKind(
                RecurrentStack.elman(options, elman, fresh()),
                RecurrentStack.of(options, cells((in, init) -> new ElmanCell(in, 4, elman, init))),
                RecurrentStack.elman(options, fresh()));
        assertKind(
                RecurrentStack.gru(options, gru, fresh()),
                RecurrentStack.of(options, cells((in, init) -> new GruCell(in, 4, gru, init))),
                RecurrentStack.gru(options, fresh()));
        assertKind(
                RecurrentStack.lstm(options, lstm, fresh()),
                RecurrentStack.of(options, cells((in, init) -> new LstmCell(in, 4, lstm, init))),
                RecurrentStack.lstm(options, fresh()));
    }

    private static Init fresh() {
        return Init.pytorch(Rng.seeded(1)).withType(DType.FLOAT64);
    }

    private static <C> IntFunction<C> cells(BiFunction<Integer, Init, C> cell) {
        Init init = fresh();
        return in -> cell.apply(in, init);
    }

    private <S extends State<S>> void assertKind(
            RecurrentStack<S> actual, RecurrentStack<S> expected, RecurrentStack<S> standard) {
        assertThat(actual).hasToString(expected.toString());
        double[] outputs = actual.forward(values).toDoubles();
        assertThat(outputs).as("%s", actual).isEqualTo(expected.forward(values).toDoubles());
        assertThat(outputs).as("%s", actual).isNotEqualTo(standard.forward(values).toDoubles());
    }

    @Test
    void aCellForAnotherInputIsRefused() {
        assertThatThrownBy(() ->
                        RecurrentStack.of(RecurrentOptions.of(3, 4), _ -> new GruCell(2, 4, init)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(
                        "expected a cell for an input of length 3 but got Recurrent(GruCell(2 ->"
                                + " 4))");
        assertThatThrownBy(() ->
                        RecurrentStack.bidirectional(
                                RecurrentOptions.of(3, 4).withLayers(2),
                                Merge.CONCATENATE,
                                _ -> new GruCell(3, 4, init)))
                .hasMessage(
                        "expected a cell for an input of length 8 but got Bidirectional(GruCell(3"
                                + " -> 4), CONCATENATE)");
    }

    /// Reading from the end is reading what is turned around, and turning around what comes out.
    @Test
    void reversedIsTheStackOverTheReversedRows() {
        var stack = RecurrentStack.lstm(RecurrentOptions.of(3, 4).withLayers(2), init);
        int[] lengths = {5, 0, 3};
        var reversed = stack.reversed().run(Sequence.of(values, lengths), Mode.inference());
        var turned = stack.run(Sequence.of(turned(values, lengths), lengths), Mode.inference());
        assertThat(reversed.outputs().values().toDoubles())
                .isEqualTo(turned(turned.outputs().values(), lengths).toDoubles());
        for (String name : stack.initialState(1).names()) {
            assertThat(reversed.finalState().asMap().get(name).toDoubles())
                    .isEqualTo(turned.finalState().asMap().get(name).toDoubles());
        }
        assertThat(stack.reversed()).hasToString("Lstm(3 -> 4, 2 layers, reversed)");
        assertThat(stack.reversed().reversed()).hasToString("Lstm(3 -> 4, 2 layers)");
        assertThat(stack.reversed().parameters().asMap()).isEqualTo(stack.parameters().asMap());
    }

    private static Tensor turned(Tensor values, int... lengths) {
        int steps = values.dim(1);
        int size = values.dim(2);
        double[] from = values.toDoubles();
        double[] to = new double[from.length];
        for (int row = 0; row < lengths.length; row++) {
            for (int t = 0; t < lengths[row]; t++) {
                System.arraycopy(
                        from,
                        (row * steps + lengths[row] - 1 - t) * size,
                        to,
                        (row * steps + t) * size,
                        size);
            }
        }
        return Tensor.of(to, values.shape().dims());
    }

    /// So many steps that weights' gradients are summed segment by segment, which their bits show.
    @Test
    void recomputationIsThatOfTheWhole() {
        RecurrentOptions options = RecurrentOptions.of(3, 4).withLayers(2);
        assertThat(gradients(options.withRecomputation(), false))
                .isEqualTo(gradients(options, true))
                .isNotEqualTo(gradients(options, false));
    }

    private static List<List<Double>> gradients(RecurrentOptions options, boolean recomputing) {
        var made = RecurrentStack.gru(options, Init.pytorch(Rng.seeded(1)));
        var stack = recomputing ? made.recomputing() : made;
        Tensor input = Rng.seeded(2).normal(DType.FLOAT32, 0, 1, 3, 140, 3);
        return Autograd.differentiate(
                        stack.parameters(), () -> stack.forward(input).squared().sum())
                .gradients()
                .values()
                .stream()
                .map(gradient -> Arrays.stream(gradient.toDoubles()).boxed().toList())
                .toList();
    }

    @Test
    void directionsAreTold() {
        var one = Recurrent.of(new GruCell(4, 4, init));
        var both = Bidirectional.of(new GruCell(4, 4, init), new GruCell(4, 4, init), Merge.SUM);
        assertThat(one.direction()).isEqualTo(Direction.FORWARD);
        assertThat(Residual.of(one).reversed().direction()).isEqualTo(Direction.REVERSE);
        assertThat(both.direction()).isEqualTo(Direction.BOTH);
        assertThat(RecurrentStack.ofLayers(List.of(one, one), 0).direction())
                .isEqualTo(Direction.FORWARD);
        assertThat(RecurrentStack.ofLayers(List.of(one, one.reversed()), 0).direction())
                .isEqualTo(Direction.BOTH);
    }

    @Test
    void bothDirectionsReversedAreRefused() {
        var both = Bidirectional.of(new GruCell(4, 4, init), new GruCell(4, 4, init), Merge.SUM);
        assertThatThrownBy(both::reversed)
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("Bidirectional(GruCell(4 -> 4), SUM) reads from both ends already");
    }

    @Test
    void reversedStacksDoNotStep() {
        var stack = RecurrentStack.lstm(RecurrentOptions.of(3, 4), init).reversed();
        assertThatThrownBy(() -> stack.step(values.select(1, 0), stack.initialState(3)))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("reads from the end of a sequence");
    }
}
