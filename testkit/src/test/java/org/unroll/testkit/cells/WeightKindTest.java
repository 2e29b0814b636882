package org.unroll.testkit.cells;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.unroll.recurrent.RecurrentCell;
import org.unroll.recurrent.WeightKind;
import org.unroll.tensor.DType;

/// Every weight that a built-in cell can have is of exactly one kind, under its own name and in
/// layers.
class WeightKindTest {
    @Test
    void everyWeightIsOfOneKind() {
        Set<WeightKind> met = EnumSet.noneOf(WeightKind.class);
        for (CellZoo zoo : CellZoo.builtIn()) {
            RecurrentCell<?> cell = zoo.small(DType.FLOAT32);
            for (String name : cell.parameters().names()) {
                List<WeightKind> kinds = kinds(name);
                assertThat(kinds).as("%s: %s", zoo, name).hasSize(1);
                met.addAll(kinds);
                for (String inside : List.of(name + "_l0", "1." + name + "_l2_reverse")) {
                    assertThat(kinds(inside)).as(inside).isEqualTo(kinds);
                }
            }
        }
        assertThat(met).containsExactly(WeightKind.values());
    }

    private static List<WeightKind> kinds(String name) {
        return Stream.of(WeightKind.values()).filter(kind -> kind.test(name)).toList();
    }
}
