package org.unroll.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.unroll.data.InputException;
import org.unroll.tensor.DType;
import org.unroll.tensor.Tensor;
import org.unroll.text.TextModel;
import org.unroll.train.Checkpoint;
import org.unroll.train.CheckpointStore.Slot;

class CheckpointFilesTest {
    @TempDir Path folder;
    private Path model;
    private CheckpointFiles files;

    @BeforeEach
    void beside() {
        model = folder.resolve("names.safetensors");
        files = CheckpointFiles.beside(model);
    }

    private static Checkpoint checkpoint(double value) {
        return new Checkpoint(
                Map.of(
                        "model.w", Tensor.of(new double[] {value, -0.0}, 2),
                        "optimizer.step", Tensor.scalar(DType.FLOAT64, value)),
                Map.of("iteration", "12", "recent", "0.1 0.30000000000000004", "identity.x", "ü"));
    }

    @Test
    void whatIsSavedComesBack() {
        assertThat(files.load(Slot.LAST)).isEmpty();
        files.save(Slot.LAST, checkpoint(1));
        files.save(Slot.BEST, checkpoint(2));
        files.save(Slot.LAST, checkpoint(3));
        Checkpoint last = files.load(Slot.LAST).orElseThrow();
        assertThat(last.progress()).isEqualTo(checkpoint(3).progress());
        assertThat(last.iteration()).isEqualTo(12);
        assertThat(last.tensors().get("model.w").toDoubles()).containsExactly(3, -0.0);
        assertThat(last.tensors().get("optimizer.step").rank()).isZero();
        assertThat(files.load(Slot.BEST).orElseThrow().tensors().get("model.w").get(0))
                .isEqualTo(2);
    }

    @Test
    void theyStandBesideTheModelAndCanBeDeleted() {
        files.save(Slot.LAST, checkpoint(1));
        files.save(Slot.BEST, checkpoint(1));
        assertThat(folder)
                .isDirectoryContaining("glob:**names.last.safetensors")
                .isDirectoryContaining("glob:**names.best.safetensors");
        assertThat(files.files()).hasSize(2);
        files.delete();
        assertThat(folder).isEmptyDirectory();
    }

    @Test
    void aDamagedOneIsRefused() throws IOException {
        files.save(Slot.LAST, checkpoint(1));
        Path last = files.files().getFirst();
        byte[] bytes = Files.readAllBytes(last);
        bytes[bytes.length - 3] ^= 4;
        Files.write(last, bytes);
        assertThatThrownBy(() -> files.load(Slot.LAST))
                .isInstanceOf(InputException.class)
                .hasMessage(last + ": damaged or altered: the checksum does not fit");
    }

    @Test
    void aCheckpointIsNoModel() {
        files.save(Slot.LAST, checkpoint(1));
        assertThatThrownBy(() -> TextModel.load(files.files().getFirst()))
                .isInstanceOf(InputException.class)
                .hasMessage(
                        files.files().getFirst()
                                + ": this is a checkpoint of a training, not a model: go on with"
                                + " train ... --resume");
    }
}
