package org.unroll.tensor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

/// A lookup that is put off is the lookup as it would have been at once.
class DeferredRowsTest {
    private static final int[] AT = {2, 0, 1, 1, 2, 2, 0, 1};

    private final Tensor table = Tensor.of(new float[][] {{1, 2}, {3, 4}, {5, 6}});
    private final Tensor numbers = Tensor.of(AT, 2, 4);

    private static final float[] FOUND = {5, 6, 1, 2, 3, 4, 3, 4, 5, 6, 5, 6, 1, 2, 3, 4};

    @Test
    void isDeferredUntilSomebodyAsks() {
        Tensor found = table.rows(numbers);
        assertThat(DeferredRows.of(found)).isNotNull();
        assertThat(found.toFloats()).containsExactly(FOUND);
        assertThat(DeferredRows.of(found)).isNull();
        assertThat(found.array()).isSameAs(found.array());
    }

    @Test
    void tableAndNumbersMayBeUpdatedAfterwards() {
        Tensor before = table.rows(numbers);
        Tensor twin = table.rows(numbers);
        Tensor asked = table.rows(numbers);
        assertThat(asked.get(0, 0, 0)).isEqualTo(5);
        table.updateInPlace(array -> Arrays.fill((float[]) array, 9));
        numbers.updateInPlace(array -> Arrays.fill((int[]) array, 0));
        assertThat(DeferredRows.of(before)).as("the table is another one now").isNull();
        Tensor after = table.rows(numbers);
        table.updateInPlace(array -> Arrays.fill((float[]) array, 10));
        for (Tensor found : List.of(before, twin, asked)) {
            assertThat(found.toFloats()).containsExactly(FOUND);
        }
        assertThat(after.toFloats()).containsOnly(9);
        assertThat(table.rows(numbers).toFloats()).containsOnly(10);
    }

    @Test
    void updatesOfTensorsOverTheSameArrayCount() {
        Tensor found = table.reshaped(3, 2, 1).squeezed(2).rows(numbers);
        table.updateInPlace(array -> Arrays.fill((float[]) array, 9));
        assertThat(found.toFloats()).containsExactly(FOUND);
    }

    @Test
    void shapesShareTheCopy() {
        Tensor found = table.rows(numbers);
        Tensor flat = found.reshaped(8, 2);
        Tensor other = found.reshaped(16);
        assertThat(DeferredRows.of(flat)).isNotNull();
        assertThat(DeferredRows.of(found.detached())).isNotNull();
        assertThat(DeferredRows.of(other)).as("its rows are not the table's").isNull();
        assertThat(flat.array()).isSameAs(found.array());
        flat.updateInPlace(array -> ((float[]) array)[0] = 7);
        assertThat(found.get(0, 0, 0)).isEqualTo(7);
        assertThat(other.version()).isEqualTo(1);
        assertThat(table.get(2, 0)).isEqualTo(5);
    }

    @Test
    void numbersAreCheckedAtOnce() {
        Tensor wrong = Tensor.of(new int[] {0, 1, 2, 0, 1, 2, 3, 0});
        assertThatThrownBy(() -> table.rows(wrong))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("rows: index 3 at position 6 is not in [0, 3)");
    }

    @Test
    void isDoneAtOnceWhereItIsTheSmallerWork() {
        assertThat(table.rows(Tensor.of(new int[] {0, 1, 2, 0, 1})).deferred()).isNull();
        assertThat(table.rows(Tensor.of(new int[] {0, 1, 2, 0, 1, 2})).deferred()).isNotNull();
    }

    @Test
    void whereGradientsGo() {
        Tensor outside = table.rows(numbers);
        var done =
                Autograd.differentiate(
                        List.of(table, outside),
                        () -> {
                            assertThat(DeferredRows.of(outside)).as("a leaf").isNull();
                            assertThat(DeferredRows.of(outside.reshaped(8, 2)))
                                    .as("of a leaf")
                                    .isNull();
                            Tensor inside = table.rows(numbers, 1);
                            assertThat(DeferredRows.of(inside)).isNotNull();
                            assertThat(DeferredRows.of(inside.reshaped(8, 2))).isNotNull();
                            assertThat(DeferredRows.of(inside.detached())).isNotNull();
                            return outside.sum().plus(inside.times(2).sum());
                        });
        assertThat(done.gradients().of(outside).toFloats()).containsOnly(1);
        assertThat(done.gradients().of(table).toFloats()).containsExactly(4, 4, 0, 0, 6, 6);
    }

    @Test
    void anUpdateWaitsForWhoIsReading() throws Exception {
        Tensor found = table.rows(numbers);
        DeferredRows rows = java.util.Objects.requireNonNull(DeferredRows.of(found));
        CountDownLatch reading = new CountDownLatch(1);
        AtomicReference<int[]> read = new AtomicReference<>();
        Thread writer =
                new Thread(() -> {
                    try {
                        reading.await();
                    } catch (InterruptedException e) {
                        throw new IllegalStateException(e);
                    }
                    numbers.updateInPlace(array -> Arrays.fill((int[]) array, 0));
                });
        writer.start();
        rows.readNumbers(at -> {
            reading.countDown();
            while (writer.getState() != Thread.State.BLOCKED
                    && writer.getState() != Thread.State.TERMINATED) {
                Thread.onSpinWait();
            }
            read.set(at.clone());
        });
        writer.join();
        assertThat(read.get()).containsExactly(AT);
        assertThat(found.toFloats()).containsExactly(FOUND);
    }

    /// What a step keeps of the table that it updates lies in its own memory, and is right.
    @Test
    void inATrainingStepTheTableIsKeptInItsMemory() {
        StepMemory memory = StepMemory.create();
        for (int i = 0; i < 4; i++) {
            float before = i;
            table.updateInPlace(array -> Arrays.fill((float[]) array, before));
            float[] found =
                    memory.run(() -> {
                        Tensor looked = table.rows(numbers);
                        table.updateInPlace(array -> Arrays.fill((float[]) array, -1));
                        assertThat(Tensor.zeros(DType.FLOAT32, 3, 2).toFloats()).containsOnly(0);
                        return looked.toFloats();
                    });
            assertThat(found).hasSize(FOUND.length).containsOnly(before);
        }
    }

    /// What a step asks of a lookup made before it lasts longer than the step's memory.
    @Test
    void aLastingLookupThatAStepReadsLasts() {
        StepMemory memory = StepMemory.create();
        Tensor lasting = table.rows(numbers);
        memory.run(() -> lasting.toFloats());
        memory.run(() -> Tensor.full(DType.FLOAT32, 7, lasting.shape().dims()).toFloats());
        assertThat(lasting.toFloats()).containsExactly(FOUND);
    }

    /// A lookup that is to last does not wait for a table that does not.
    @Test
    void aLastingLookupInAPassingTableIsDoneAtOnce() {
        StepMemory memory = StepMemory.create();
        Tensor lasting =
                memory.run(() -> {
                    Tensor passing = table.times(2);
                    return StepMemory.outside(() -> passing.rows(numbers));
                });
        float[] used = memory.run(() -> Tensor.full(DType.FLOAT32, 7, 3, 2).toFloats());
        assertThat(used).containsOnly(7);
        for (int i = 0; i < FOUND.length; i++) {
            assertThat(lasting.toFloats()[i]).isEqualTo(2 * FOUND[i]);
        }
    }
}
