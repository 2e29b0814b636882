package org.unroll.tensor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class StepMemoryTest {
    private final StepMemory memory = StepMemory.create();

    @Test
    void takesTheSameArraysAgain() {
        Set<Object> arrays = Collections.newSetFromMap(new IdentityHashMap<>());
        for (int i = 0; i < 10; i++) {
            memory.run(() -> {
                Tensor x = Tensor.ones(DType.FLOAT32, 100);
                arrays.add(x.array());
                arrays.add(x.plus(x).array());
                arrays.add(Tensor.zeros(DType.FLOAT64, 100).array());
                arrays.add(Tensor.of(new int[] {1, 2}).array());
                return 0;
            });
        }
        assertThat(arrays).hasSize(4);
        assertThat(memory.bytes()).isEqualTo(2 * 400 + 800 + 8);
    }

    @Test
    void zerosAreZerosAgain() {
        for (DType type : DType.values()) {
            for (int i = 0; i < 3; i++) {
                memory.run(() -> {
                    Tensor x = Tensor.zeros(type, 50);
                    assertThat(x.toDoubles()).containsOnly(0);
                    x.updateInPlace(array -> {
                        for (int j = 0; j < 50; j++) {
                            java.lang.reflect.Array.setByte(array, j, (byte) 3);
                        }
                    });
                    return 0;
                });
            }
        }
    }

    @Test
    void ofManyLengthsItKeepsWhatIsWorthIt() {
        int size = 200_000;
        for (int i = 0; i < 300; i++) {
            int length = size + i;
            memory.run(() -> Tensor.zeros(DType.FLOAT64, length).size());
        }
        // twice the largest run or a sixteenth of the heap
        long allowed = Math.max(2 * 8 * (size + 300L), Runtime.getRuntime().maxMemory() / 16);
        assertThat(memory.bytes()).isBetween(8L * size, allowed);
        for (int i = 0; i < 200; i++) {
            memory.run(() -> Tensor.zeros(DType.FLOAT64, 3).size());
        }
        assertThat(memory.bytes()).isEqualTo(24);
    }

    @Test
    void anArrayThatOneRunWantedManyOfIsLetGo() {
        memory.run(() -> {
            for (int i = 0; i < 1000; i++) {
                Tensor _ = Tensor.zeros(DType.FLOAT32, 10);
            }
            return 0;
        });
        assertThat(memory.bytes()).isEqualTo(40_000);
        for (int i = 0; i < 130; i++) {
            memory.run(() -> Tensor.zeros(DType.FLOAT32, 10).size());
        }
        assertThat(memory.bytes()).isEqualTo(40);
    }

    @Test
    void outsideThingsLast() {
        List<Tensor> made = new ArrayList<>();
        for (int i = 0; i < 2; i++) {
            memory.run(() -> made.add(StepMemory.outside(() -> Tensor.ones(DType.FLOAT32, 4))));
        }
        assertThat(made.get(0).array()).isNotSameAs(made.get(1).array());
        assertThat(made).allMatch(Tensor::lasts);
        assertThat(made.get(0).toFloats()).containsExactly(1, 1, 1, 1);
        assertThat(StepMemory.outside(() -> 3)).isEqualTo(3);
    }

    @Test
    void aLookupFromBeforeLastsThoughItIsDoneWithin() {
        Tensor table = Tensor.of(new float[][] {{1, 2}, {3, 4}});
        Tensor rows = table.rows(Tensor.of(new int[] {1, 1, 0, 1, 0}));
        assertThat(DeferredRows.of(rows)).isNotNull();
        memory.run(() -> rows.get(0, 0));
        memory.run(() -> Tensor.ones(DType.FLOAT32, 5, 2).plus(1).size());
        assertThat(rows.toFloats()).containsExactly(3, 4, 3, 4, 1, 2, 3, 4, 1, 2);
    }

    @Test
    void whatIsReturnedHasToBeANumberOrKept() {
        Tensor returned = memory.run(() -> Tensor.ones(DType.FLOAT32, 2));
        assertThatThrownBy(returned::toFloats).isInstanceOf(IllegalStateException.class);
        Tensor kept = memory.run(() -> Tensor.ones(DType.FLOAT32, 2).kept());
        assertThat(kept.toFloats()).containsExactly(1, 1);
    }

    @Test
    void otherThreadsComputeInTheirOwn() {
        List<Tensor> there = new ArrayList<>();
        memory.run(() -> {
            Thread other = new Thread(() -> there.add(Tensor.ones(DType.FLOAT32, 3).plus(1)));
            other.start();
            try {
                other.join();
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
            return 0;
        });
        assertThat(there.getFirst().toFloats()).containsExactly(2, 2, 2);
        assertThat(memory.bytes()).isZero();
    }
}
