package org.unroll.testkit.cells;

import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.unroll.tensor.DType;

/// Every cell planned, against itself step by step in float64: outputs, last states and the
/// gradients of all parameters, inputs and initial states, for random sizes and lengths.
class PlannedIsEagerTest {
    private static final int SIZES = 3;

    static Stream<Arguments> cells() {
        return Stream.iterate(1L, seed -> seed <= SIZES, seed -> seed + 1)
                .flatMap(seed -> CellRuns.all(seed).stream())
                .flatMap(runs ->
                        Stream.of(DType.FLOAT64, DType.FLOAT32)
                                .map(type -> Arguments.of(runs, type)));
    }

    @ParameterizedTest
    @MethodSource("cells")
    void plannedIsEager(CellRuns runs, DType type) {
        for (int i = 0; i < 3; i++) {
            runs.plannedIsEager(type, runs.random().fork(i));
        }
    }
}
