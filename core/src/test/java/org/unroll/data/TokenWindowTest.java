package org.unroll.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HashSet;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.unroll.tensor.Rng;
import org.unroll.tensor.Shape;

class TokenWindowTest {
    private static int[] ramp(int n) {
        return IntStream.range(0, n).toArray();
    }

    @Test
    void cropsBeginAnywhereAndTargetsAreOneFurther() {
        RandomCrops crops = RandomCrops.of(ramp(12), 4, 5);
        Rng rng = Rng.seeded(3);
        Set<Integer> starts = new HashSet<>();
        for (int i = 0; i < 100; i++) {
            TokenWindow window = crops.draw(rng);
            assertThat(window.first()).isTrue();
            assertThat(window.inputs().shape()).isEqualTo(Shape.of(4, 5));
            for (int row = 0; row < 4; row++) {
                int start = (int) window.inputs().get(row, 0);
                starts.add(start);
                for (int step = 0; step < 5; step++) {
                    assertThat(window.inputs().get(row, step)).isEqualTo(start + step);
                    assertThat(window.targets().get(row, step)).isEqualTo(start + step + 1);
                }
            }
        }
        assertThat(starts).containsExactlyInAnyOrder(0, 1, 2, 3, 4, 5, 6);
    }

    @Test
    void theSameStreamDrawsTheSameCrops() {
        RandomCrops crops = RandomCrops.of(ramp(1000), 3, 5);
        assertThat(crops.draw(Rng.seeded(1)).inputs().toInts())
                .isEqualTo(crops.draw(Rng.seeded(1)).inputs().toInts())
                .isNotEqualTo(crops.draw(Rng.seeded(2)).inputs().toInts());
    }

    @ParameterizedTest
    @CsvSource({"101, 4, 5", "100, 1, 7", "57, 3, 6", "11, 2, 5"})
    void chunksContinueEachStreamAndCoverIt(int tokens, int rows, int length) {
        ContiguousChunks chunks = ContiguousChunks.of(ramp(tokens), rows, length);
        int stream = (tokens - 1) / rows;
        for (int row = 0; row < rows; row++) {
            int expected = row * stream;
            for (int i = 0; i < chunks.perEpoch(); i++) {
                TokenWindow window = chunks.at(i);
                assertThat(window.first()).isEqualTo(i == 0);
                for (int step = 0; step < window.inputs().dim(1); step++) {
                    assertThat(window.inputs().get(row, step)).isEqualTo(expected);
                    expected++;
                    assertThat(window.targets().get(row, step)).isEqualTo(expected);
                }
            }
            assertThat(expected).isEqualTo((row + 1) * stream);
        }
    }

    @Test
    void aTextThatIsTooShortIsRefusedWithTheLengthItNeeds() {
        assertThatThrownBy(() -> RandomCrops.of(ramp(10), 1, 10))
                .isInstanceOf(InputException.class)
                .hasMessage(
                        "the text has 10 characters: too short for a sequence length of 10 (at"
                                + " least 11 are needed)");
        assertThat(RandomCrops.of(ramp(11), 1, 10).draw(Rng.seeded(0)).inputs().toInts())
                .isEqualTo(ramp(10));
        assertThatThrownBy(() -> ContiguousChunks.of(ramp(20), 2, 10))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("at least 21 are needed");
        assertThatThrownBy(() -> RandomCrops.of(ramp(1), 1, 10))
                .hasMessageStartingWith("the text has 1 character: ");
        assertThatThrownBy(() -> ContiguousChunks.of(ramp(1), 1, 10))
                .hasMessageStartingWith("the text has 1 character: too short for 1 stream with ");
    }
}
