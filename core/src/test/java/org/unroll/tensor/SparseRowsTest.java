package org.unroll.tensor;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Objects;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

/// The gradient of a lookup in a large table, kept as the rows that were used.
class SparseRowsTest {
    private static final int ROWS = 40;

    private final Tensor table = Rng.seeded(1).normal(DType.FLOAT32, 0, 1, ROWS, 3);
    private final Tensor numbers = Tensor.of(new int[][] {{7, 39, 7}, {0, 7, 39}});
    private final Tensor weights = Rng.seeded(2).normal(DType.FLOAT32, 0, 1, 2, 3, 3);

    private Tensor gradient(Supplier<Tensor> loss) {
        return Autograd.differentiate(List.of(table), loss).gradients().of(table);
    }

    /// The same lookup without a lookup: rows picked by a product with ones.
    private Tensor picked(Tensor at) {
        return at.oneHot(ROWS, DType.FLOAT32).matmul(table);
    }

    @Test
    void isTheDenseGradient() {
        Tensor sparse = gradient(() -> table.rows(numbers).times(weights).sum());
        SparseRows rows = Objects.requireNonNull(SparseRows.of(sparse));
        assertThat(rows.numbers()).containsExactly(0, 7, 39);
        assertThat(rows.rows().shape()).isEqualTo(Shape.of(3, 3));
        assertThat(sparse.shape()).isEqualTo(table.shape());
        Tensor dense = gradient(() -> picked(numbers).times(weights).sum());
        assertThat(SparseRows.of(dense)).isNull();
        assertThat(sparse.toFloats()).containsExactly(dense.toFloats());
        assertThat(SparseRows.of(sparse)).as("still, once written out").isNotNull();
        sparse.updateInPlace(array -> ((float[]) array)[0] = 1);
        assertThat(SparseRows.of(sparse)).as("no longer, once changed").isNull();
    }

    @Test
    void aSkippedRowIsNotThere() {
        Tensor sparse = gradient(() -> table.rows(numbers, 7).times(weights).sum());
        assertThat(Objects.requireNonNull(SparseRows.of(sparse)).numbers()).containsExactly(0, 39);
        assertThat(sparse.slice(0, 7, 8).toFloats()).containsOnly(0);
        Tensor none = gradient(() -> table.rows(Tensor.of(new int[] {7, 7}), 7).sum());
        assertThat(none.toFloats()).containsOnly(0);
        assertThat(none.shape()).isEqualTo(table.shape());
    }

    @Test
    void severalLookupsAddUp() {
        Tensor others = Tensor.of(new int[] {39, 1});
        Tensor sparse =
                gradient(() ->
                        table.rows(numbers).times(weights).sum().plus(table.rows(others).sum()));
        assertThat(Objects.requireNonNull(SparseRows.of(sparse)).numbers())
                .containsExactly(0, 1, 7, 39);
        Tensor dense =
                gradient(() -> picked(numbers).times(weights).sum().plus(picked(others).sum()));
        assertThat(sparse.toFloats()).containsExactly(dense.toFloats());
    }

    @Test
    void aLookupAndAnotherUse() {
        Tensor sum =
                gradient(() -> table.rows(numbers).times(weights).sum().plus(table.times(3).sum()));
        assertThat(SparseRows.of(sum)).isNull();
        Tensor lookup = gradient(() -> table.rows(numbers).times(weights).sum());
        assertThat(sum.toFloats()).containsExactly(lookup.plus(3).toFloats());
    }

    @Test
    void aSmallTableIsWrittenAtOnce() {
        Tensor small = table.slice(0, 0, 11).detached();
        Tensor at = Tensor.of(new int[] {0, 1, 2, 3, 4, 5});
        Tensor dense =
                Autograd.differentiate(List.of(small), () -> small.rows(at).sum())
                        .gradients()
                        .of(small);
        assertThat(SparseRows.of(dense)).isNull();
        assertThat(dense.sum(1).toFloats()).containsExactly(3, 3, 3, 3, 3, 3, 0, 0, 0, 0, 0);
    }
}
