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

/// Cells and stacks against PyTorch, and against the papers' equations where PyTorch has no such
/// thing: outputs, final states and the gradients by parameters, inputs and initial states.
class RecurrentGoldenTest {
    static Stream<Arguments> cells() {
        return both().filter(arguments -> isRunByStep(arguments));
    }

    static Stream<Arguments> stacks() {
        return both().filter(arguments -> !isRunByStep(arguments));
    }

    private static Stream<Arguments> both() {
        return Stream.of("recurrent", "cells")
                .flatMap(family -> InBothTypes.of(Golden.family(family)));
    }

    /// A single cell, or one with recorded masks.
    private static boolean isRunByStep(Arguments arguments) {
        Golden golden = (Golden) arguments.get()[0];
        return golden.text("form").equals("cell") || golden.option("training").isPresent();
    }

    @ParameterizedTest
    @MethodSource("cells")
    void aCellsStepsAreAsRecorded(Golden golden, DType type) {
        check(golden, RecurrentCase.of(golden, type).results());
    }

    @ParameterizedTest
    @MethodSource("stacks")
    void aStackIsAsRecorded(Golden golden, DType type) {
        check(golden, type, Layout.BATCH_FIRST, Engine.PLANNED);
    }

    @ParameterizedTest
    @MethodSource("stacks")
    void aStackRunStepByStepIsAsRecorded(Golden golden, DType type) {
        check(golden, type, Layout.BATCH_FIRST, Engine.EAGER);
    }

    @ParameterizedTest
    @MethodSource("stacks")
    void aStackThatKeepsLittleIsAsRecorded(Golden golden, DType type) {
        check(golden, type, Layout.BATCH_FIRST, Engine.RECOMPUTING);
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
