package org.unroll.testkit;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.Arguments;
import org.unroll.tensor.DType;

/// Arguments of tests: each of these in float64 and in float32.
public final class InBothTypes {
    private InBothTypes() {}

    public static Stream<Arguments> of(List<?> all) {
        return all.stream()
                .flatMap(each ->
                        Stream.of(DType.FLOAT64, DType.FLOAT32)
                                .map(type -> Arguments.of(each, type)));
    }
}
