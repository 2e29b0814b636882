package org.unroll.datasets;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.unroll.data.InputException;
import org.unroll.formats.idx.LabelledImages;

class DatasetTest {
    @TempDir Path folder;

    @Test
    void everySetSaysWhatItIsAndWhereItIsToBeHad() {
        assertThat(Dataset.all()).hasSize(2);
        for (Dataset set : Dataset.all()) {
            assertThat(Dataset.named(set.name())).isEqualTo(set);
            assertThat(set.licence()).startsWith("CC");
            for (DatasetFile file : set.files()) {
                assertThat(file.sha256()).matches("[0-9a-f]{64}");
                assertThat(file.sources())
                        .hasSizeGreaterThan(1)
                        .doesNotHaveDuplicates()
                        .allSatisfy(source -> {
                            assertThat(source.getScheme()).isEqualTo("https");
                            assertThat(source.getPath()).contains("/" + file.name());
                        });
            }
        }
        assertThatThrownBy(() -> Dataset.named("x"))
                .isInstanceOf(InputException.class)
                .hasMessage("no data set 'x'; there are: mnist, plants");
    }

    /// 60,000 and 10,000 images of 28 x 28, with a header of 16 bytes, and their classes, with one
    /// of 8.
    @Test
    void theDigitsHaveTheSizesThatTheirHeadersSay() {
        assertThat(Dataset.mnist().files().stream().map(DatasetFile::bytes))
                .containsExactly(
                        16 + 60_000L * 28 * 28, 8 + 60_000L, 16 + 10_000L * 28 * 28, 8 + 10_000L);
    }

    @Test
    void theDigitsHaveTheNamesThatLabelledImagesReads() {
        LabelledImages one = LabelledImages.of(1, 1, new byte[] {5}, new int[] {7});
        var files =
                Dataset.mnist().files().stream().map(file -> folder.resolve(file.name())).toList();
        one.write(files.get(0), files.get(1));
        one.write(files.get(2), files.get(3));
        assertThat(LabelledImages.train(folder).label(0)).isEqualTo(7);
        assertThat(LabelledImages.test(folder).label(0)).isEqualTo(7);
        assertThat(DatasetStore.at(folder).find(Dataset.mnist())).contains(folder);
    }
}
