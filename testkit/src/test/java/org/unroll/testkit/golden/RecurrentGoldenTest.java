package org.unroll.testkit.golden;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.unroll.nn.Layout;
import org.unroll.tensor.DType;
import org.unroll.tensor.Tensor;
import org.unroll.testkit.Golden;
import org.unroll.testkit.InBothTypes;
import org.unroll.testkit.parity.RecurrentCase;
import org.unroll.testkit.parity.RecurrentCase.Engine;

/// Cells and stacks against PyTorch: outputs, final states and the gradients by parameters, inputs
/// and initial states.
class RecurrentGoldenTest {
    static Stream<Arguments> cells() {
        return InBothTypes.of(Golden.family("recurrent"))
                .filter(arguments -> form(arguments).equals("cell"));
    }

    static Stream<Arguments> stacks() {
        return InBothTypes.of(Golden.family("recurrent"))
                .filter(arguments -> !form(arguments).equals("cell"));
    }

    private static String form(Arguments arguments) {
        return ((Golden) arguments.get()[0]).text("form");
    }

    @ParameterizedTest
    @MethodSource("cells")
    void aCellsStepIsPyTorchs(Golden golden, DType type) {
        check(golden, RecurrentCase.of(golden, type).results());
    }

    @ParameterizedTest
    @MethodSource("stacks")
    void aStackIsPyTorchs(Golden golden, DType type) {
        check(golden, type, Layout.BATCH_FIRST, Engine.PLANNED);
    }

    @ParameterizedTest
    @MethodSource("stacks")
    void aStackRunStepByStepIsPyTorchs(Golden golden, DType type) {
        check(golden, type, Layout.BATCH_FIRST, Engine.EAGER);
    }

    @ParameterizedTest
    @MethodSource("stacks")
    void timeFirstIsTheSame(Golden golden, DType type) {
        check(golden, type, Layout.TIME_FIRST, Engine.PLANNED);
    }

    private static void check(Golden golden, DType type, Layout layout, Engine engine) {
        check(golden, RecurrentCase.of(golden, type).results(layout, engine));
    }

    private static void check(Golden golden, Map<String, Tensor> results) {
        assertThat(results).containsOnlyKeys(golden.results());
        results.forEach(golden::check);
    }
}
