package org.unroll.testkit.properties;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.unroll.formats.safetensors.SafetensorsFile;
import org.unroll.loss.CrossEntropy;
import org.unroll.nn.Embedding;
import org.unroll.nn.Init;
import org.unroll.nn.Linear;
import org.unroll.nn.Mode;
import org.unroll.nn.Sequence;
import org.unroll.nn.Sequential;
import org.unroll.optim.Adam;
import org.unroll.optim.AdamOptions;
import org.unroll.recurrent.LstmCell;
import org.unroll.recurrent.Recurrent;
import org.unroll.tensor.Autograd;
import org.unroll.tensor.DType;
import org.unroll.tensor.Gradients;
import org.unroll.tensor.Rng;
import org.unroll.tensor.Tensor;
import org.unroll.testkit.Closeness;
import org.unroll.testkit.GradientCheck;
import org.unroll.train.TrainingStep;

/// A language model whose embedding and output layer are one tensor, trained, saved and trained on.
class TiedWeightsTest {
    @TempDir Path folder;

    enum Table {
        /// The layer works on the rows of the table.
        SMALL(5),
        /// The lookup's gradient is kept as the rows that were used.
        LARGE(90);

        private final int count;

        Table(int count) {
            this.count = count;
        }
    }

    private record Model(Sequential layers, Adam adam) {
        static Model of(int count, DType type, boolean eager) {
            Init init = Init.keras(Rng.seeded(1)).withType(type);
            var embedding = new Embedding(count, 4, init);
            Recurrent<?> lstm = Recurrent.of(new LstmCell(4, 4, init));
            var layers =
                    Sequential.of(
                            embedding,
                            eager ? lstm.eagerly() : lstm,
                            Linear.tiedTo(embedding, init));
            return new Model(layers, new Adam(layers.parameters(), AdamOptions.of(0.05)));
        }

        Tensor loss(Tensor tokens) {
            Sequence input = Sequence.of(tokens.slice(1, 0, 6), 6, 2, 0, 5);
            return CrossEntropy.standard()
                    .of(layers.forward(input, Mode.inference()), tokens.slice(1, 1, 7));
        }

        Tensor table() {
            return layers.parameters().get("0.weight");
        }

        Gradients gradients(Tensor tokens) {
            return Autograd.differentiate(layers.parameters(), () -> loss(tokens)).gradients();
        }

        void train(int count, int from, int to) {
            var step = TrainingStep.of(layers.parameters(), adam).withClipNorm(1);
            for (int i = from; i < to; i++) {
                Tensor tokens = tokens(count, i);
                step.run(() -> loss(tokens));
            }
        }
    }

    private static Tensor tokens(int count, int seed) {
        return Tensor.of(Rng.seeded(seed).ints(28, 0, count).toArray(), 4, 7);
    }

    @ParameterizedTest
    @EnumSource
    void bothUsesHaveTheirGradient(Table table) {
        Model model = Model.of(table.count, DType.FLOAT64, false);
        Tensor tokens = tokens(table.count, 3);
        GradientCheck.check(
                "tied", model.layers().parameters().tensors(), () -> model.loss(tokens));
        Model eager = Model.of(table.count, DType.FLOAT64, true);
        Closeness.assertClose(
                "eager",
                model.gradients(tokens).of(model.table()),
                eager.gradients(tokens).of(eager.table()),
                Closeness.FLOAT64);
    }

    @ParameterizedTest
    @EnumSource
    void savedAndTrainedOn(Table table) throws IOException {
        Model straight = Model.of(table.count, DType.FLOAT32, false);
        straight.train(table.count, 0, 6);

        Model first = Model.of(table.count, DType.FLOAT32, false);
        first.train(table.count, 0, 3);
        Path weights = folder.resolve("weights.safetensors");
        Path optimizer = folder.resolve("optimizer.safetensors");
        SafetensorsFile.of(first.layers().parameters().asMap()).write(weights);
        SafetensorsFile.of(first.adam().state().asMap()).write(optimizer);

        Model second = Model.of(table.count, DType.FLOAT32, false);
        second.layers().parameters().load(SafetensorsFile.read(weights).tensors());
        second.adam().load(SafetensorsFile.read(optimizer).tensors());
        assertThat(second.layers().parameters().get("2.weight")).isSameAs(second.table());
        second.train(table.count, 3, 6);
        second.layers()
                .parameters()
                .asMap()
                .forEach((name, tensor) ->
                        Closeness.assertSameBits(
                                name, tensor, straight.layers().parameters().get(name)));
    }

    /// Steps in memory that is used again are those by gradients as values.
    @ParameterizedTest
    @EnumSource
    void aTrainingStepIsTheStepByHand(Table table) {
        Model model = Model.of(table.count, DType.FLOAT32, false);
        model.train(table.count, 0, 4);
        Model hand = Model.of(table.count, DType.FLOAT32, false);
        for (int i = 0; i < 4; i++) {
            hand.adam().step(hand.gradients(tokens(table.count, i)).clippedToNorm(1));
        }
        Closeness.assertSameBits("table", model.table(), hand.table());
    }
}
