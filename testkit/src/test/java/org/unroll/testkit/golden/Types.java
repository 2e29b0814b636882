package org.unroll.testkit.golden;

import java.util.stream.Stream;
import org.junit.jupiter.params.provider.Arguments;
import org.unroll.tensor.DType;
import org.unroll.testkit.Golden;

/// Every case of a family in float64 and in float32.
final class Types {
    private Types() {}

    static Stream<Arguments> of(String family) {
        return Golden.family(family).stream()
                .flatMap(golden ->
                        Stream.of(DType.FLOAT64, DType.FLOAT32)
                                .map(type -> Arguments.of(golden, type)));
    }
}
