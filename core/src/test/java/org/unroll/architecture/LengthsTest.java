package org.unroll.architecture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BiFunction;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.unroll.loss.BinaryCrossEntropy;
import org.unroll.loss.CrossEntropy;
import org.unroll.loss.Loss;
import org.unroll.loss.MeanSquaredError;
import org.unroll.loss.NegativeLogLikelihood;
import org.unroll.metric.Accuracy;
import org.unroll.metric.Perplexity;
import org.unroll.nn.Activation;
import org.unroll.nn.ActivationFunction;
import org.unroll.nn.Dropout;
import org.unroll.nn.Elu;
import org.unroll.nn.Embedding;
import org.unroll.nn.Flatten;
import org.unroll.nn.Init;
import org.unroll.nn.LastStep;
import org.unroll.nn.Layer;
import org.unroll.nn.LayerNorm;
import org.unroll.nn.Layout;
import org.unroll.nn.LeakyRelu;
import org.unroll.nn.Linear;
import org.unroll.nn.MaxOverSteps;
import org.unroll.nn.MeanOverSteps;
import org.unroll.nn.Mode;
import org.unroll.nn.Sequence;
import org.unroll.nn.Sequential;
import org.unroll.recurrent.Bidirectional;
import org.unroll.recurrent.ElmanCell;
import org.unroll.recurrent.GruCell;
import org.unroll.recurrent.GruOptions;
import org.unroll.recurrent.LastOutput;
import org.unroll.recurrent.Merge;
import org.unroll.recurrent.Recurrent;
import org.unroll.recurrent.RecurrentOptions;
import org.unroll.recurrent.RecurrentStack;
import org.unroll.recurrent.Residual;
import org.unroll.recurrent.SkippedSteps;
import org.unroll.tensor.Autograd;
import org.unroll.tensor.DType;
import org.unroll.tensor.Rng;
import org.unroll.tensor.Tensor;

/// Every layer, loss and metric respects lengths and masks: what stands at a step that is not valid
/// changes no valid result and no gradient, and a row gives what its valid steps alone give, to the
/// last bit, in either layout.
///
/// A new layer, loss or metric that has no line here fails a test.
class LengthsTest {
    private static final int ROWS = 5;
    private static final int STEPS = 4;
    private static final int SIZE = 3;
    private static final int TOKENS = 7;

    private static final JavaClasses CORE =
            new ClassFileImporter()
                    .withImportOption(new ImportOption.DoNotIncludeTests())
                    .importPackages("org.unroll");

    // ---- what there is ----

    static List<Layer> layers() {
        Init init = Init.pytorch(Rng.seeded(1)).withType(DType.FLOAT64);
        RecurrentOptions options = RecurrentOptions.of(SIZE, 4).withLayers(2).withDropout(0.3);
        List<Layer> layers = new ArrayList<>(List.of(Activation.values()));
        var table = new Embedding(SIZE, SIZE, init);
        layers.addAll(
                List.of(
                        new Elu(0.5),
                        new LeakyRelu(0.2),
                        new Dropout(0.3),
                        new Embedding(TOKENS, 2, init),
                        Embedding.withPadding(TOKENS, 2, 0, init),
                        new LayerNorm(SIZE, init),
                        new Linear(SIZE, 2, init),
                        Linear.tiedTo(table, init),
                        new LastStep(),
                        new MeanOverSteps(),
                        new MaxOverSteps(),
                        Recurrent.of(new ElmanCell(SIZE, 4, init)),
                        Recurrent.of(new ElmanCell(SIZE, 4, init)).reversed(),
                        Bidirectional.of(
                                new ElmanCell(SIZE, 4, init),
                                new ElmanCell(SIZE, 4, init),
                                Merge.CONCATENATE),
                        RecurrentStack.lstm(options, init),
                        Residual.of(Recurrent.of(new ElmanCell(SIZE, SIZE, init))),
                        Recurrent.of(new ElmanCell(SIZE, 4, init))
                                .withSkippedSteps(SkippedSteps.LAST_OUTPUT),
                        new LastOutput(
                                Bidirectional.of(
                                        new ElmanCell(SIZE, 4, init),
                                        new ElmanCell(SIZE, 4, init),
                                        Merge.CONCATENATE)),
                        RecurrentStack.bidirectional(
                                options,
                                Merge.SUM,
                                in -> new GruCell(in, 4, GruOptions.paper(), init)),
                        Sequential.of(
                                new Embedding(TOKENS, SIZE, init),
                                RecurrentStack.gru(options, init),
                                Activation.RELU,
                                new Linear(4, 2, init),
                                new MeanOverSteps(),
                                new Linear(2, 3, init))));
        return layers;
    }

    static Stream<Named<BiFunction<Sequence, Tensor, Object>>> measures() {
        return Stream.concat(
                losses().stream()
                        .map(loss ->
                                Named.of(
                                        loss.getClass().getSimpleName(),
                                        (logits, classes) ->
                                                loss.of(logits, fitting(loss, logits, classes))
                                                        .item())),
                Stream.of(
                        Named.of("Accuracy", Accuracy::of),
                        Named.of("Perplexity", Perplexity::of)));
    }

    private static List<Loss> losses() {
        return List.of(
                CrossEntropy.standard(),
                NegativeLogLikelihood.standard(),
                BinaryCrossEntropy.standard(),
                MeanSquaredError.standard());
    }

    /// Class indices for losses of classes, one-hot vectors for the others.
    private static Tensor fitting(Loss loss, Sequence logits, Tensor classes) {
        return loss instanceof CrossEntropy || loss instanceof NegativeLogLikelihood
                ? classes
                : classes.oneHot(logits.values().dim(-1), DType.FLOAT64);
    }

    @Test
    void nothingIsMissingHere() {
        Set<String> here = new TreeSet<>(Set.of(Flatten.class.getName()));
        layers().forEach(layer -> here.add(layer.getClass().getName()));
        assertThat(here).containsAll(implementations(Layer.class));
        Set<String> losses =
                losses().stream()
                        .map(loss -> loss.getClass().getName())
                        .collect(Collectors.toCollection(TreeSet::new));
        assertThat(losses).containsAll(implementations(Loss.class));
        Set<String> metrics =
                CORE.stream()
                        .filter(type -> type.getPackageName().equals("org.unroll.metric"))
                        .filter(type -> type.getModifiers().contains(JavaModifier.PUBLIC))
                        .filter(type -> !type.isInterface())
                        .map(type -> type.getName())
                        .collect(Collectors.toCollection(TreeSet::new));
        Sequence logits = Sequence.of(Tensor.zeros(DType.FLOAT64, 1, 1, SIZE));
        Tensor classes = Tensor.of(new int[] {0}, 1, 1);
        Set<String> measured =
                measures()
                        .map(measure -> measure.getPayload().apply(logits, classes))
                        .map(result -> result.getClass().getName())
                        .collect(Collectors.toCollection(TreeSet::new));
        assertThat(metrics).isNotEmpty();
        assertThat(measured).containsAll(metrics);
    }

    private static Set<String> implementations(Class<?> type) {
        return CORE.stream()
                .filter(other ->
                        other.isAssignableTo(type)
                                && !other.isInterface()
                                && !other.getModifiers().contains(JavaModifier.ABSTRACT))
                .map(other -> other.getName())
                .collect(Collectors.toCollection(TreeSet::new));
    }

    // ---- layers ----

    private static boolean takesTokens(Layer layer) {
        return layer instanceof Embedding
                || (layer instanceof Sequential network
                        && network.layers().getFirst() instanceof Embedding);
    }

    private static Tensor values(Layer layer) {
        return takesTokens(layer)
                ? Tensor.of(Rng.seeded(2).ints(ROWS * STEPS, 0, TOKENS).toArray(), ROWS, STEPS)
                : Rng.seeded(2).normal(DType.FLOAT64, 0, 1, ROWS, STEPS, SIZE);
    }

    /// Unequal lengths, with an empty row; and holes at any place.
    private static List<Sequence> batches(Tensor values) {
        Tensor mask =
                Tensor.of(
                        new int[][] {
                            {1, 0, 1, 0}, {0, 0, 0, 0}, {0, 1, 1, 1}, {1, 1, 1, 1}, {0, 0, 1, 0}
                        });
        return List.of(
                Sequence.of(values, 2, 0, 4, 1, 3),
                Sequence.masked(values, Layout.BATCH_FIRST, mask));
    }

    /// The valid results and the gradients that come of them, of the input's steps and the layer's
    /// parameters.
    private static List<Tensor> run(Layer layer, Sequence input, Mode mode) {
        List<Tensor> by = new ArrayList<>(layer.parameters().tensors());
        boolean floating = input.values().type().isFloating();
        if (floating) {
            by.add(input.values());
        }
        List<Tensor> results = new ArrayList<>();
        var done =
                Autograd.differentiate(
                        by,
                        () -> {
                            Tensor valid = valid(layer.forward(input, mode));
                            results.add(valid);
                            Tensor weights =
                                    Rng.seeded(3).normal(DType.FLOAT64, 0, 1, valid.shape().dims());
                            return valid.times(weights).sum();
                        });
        by.forEach(tensor -> results.add(done.gradients().of(tensor)));
        return results;
    }

    /// Zeros where a step is not valid.
    private static Tensor valid(Sequence output) {
        Tensor values = output.values();
        return output.hasLengths()
                ? Tensor.where(
                        output.mask(values.type()).unsqueezed(2),
                        values,
                        Tensor.scalar(values.type(), 0))
                : values;
    }

    private static Sequence filled(Sequence input, int content) {
        Tensor mask = input.mask(DType.FLOAT64);
        if (!input.values().type().isFloating()) {
            Tensor other = Tensor.full(DType.FLOAT64, Math.abs(content) % TOKENS, ROWS, STEPS);
            return input.with(
                    Tensor.where(mask, input.values().to(DType.FLOAT64), other).to(DType.INT32));
        }
        Tensor other = Tensor.scalar(DType.FLOAT64, content);
        return input.with(Tensor.where(mask.unsqueezed(2), input.values(), other));
    }

    @ParameterizedTest
    @MethodSource("layers")
    void contentOfPaddingIsIrrelevant(Layer layer) {
        for (Sequence input : batches(values(layer))) {
            for (Mode mode : List.of(Mode.inference(), Mode.training(Rng.seeded(4)))) {
                List<Tensor> expected = run(layer, input, mode.startingAt(0));
                for (int content : new int[] {0, 30, -30}) {
                    List<Tensor> found = run(layer, filled(input, content), mode.startingAt(0));
                    for (int i = 0; i < found.size(); i++) {
                        assertThat(found.get(i).toDoubles())
                                .as("result %d for %d in %s, %s", i, content, input, mode)
                                .isEqualTo(expected.get(i).toDoubles());
                    }
                }
                if (input.values().type().isFloating()) {
                    Tensor left = expected.getLast();
                    Tensor outside = input.mask(DType.FLOAT64).negated().plus(1).unsqueezed(2);
                    assertThat(left.times(outside).abs().sum().item())
                            .as("gradient in the padding of %s", input)
                            .isZero();
                }
            }
        }
    }

    @ParameterizedTest
    @MethodSource("layers")
    void aRowIsItsValidStepsAlone(Layer layer) {
        for (Sequence input : batches(values(layer))) {
            Sequence batch = layer.forward(input, Mode.inference());
            for (int row = 0; row < ROWS; row++) {
                int[] steps = input.validSteps(row);
                Tensor own = input.values().select(0, row).rows(Tensor.of(steps));
                Tensor alone = layer.forward(own.unsqueezed(0)).select(0, 0);
                Tensor found = batch.values().select(0, row);
                assertThat((batch.hasLengths() ? found.rows(Tensor.of(steps)) : found).toDoubles())
                        .as("row %d of %s", row, input)
                        .isEqualTo(alone.toDoubles());
            }
        }
    }

    @ParameterizedTest
    @MethodSource("layers")
    void lengthsAndLayoutTravelOn(Layer layer) {
        for (Sequence input : batches(values(layer))) {
            Sequence result = layer.forward(input, Mode.inference());
            Sequence turned = layer.forward(turned(input), Mode.inference());
            assertThat(turned.hasLengths()).isEqualTo(result.hasLengths());
            if (result.hasLengths()) {
                for (int row = 0; row < ROWS; row++) {
                    assertThat(result.validSteps(row)).isEqualTo(input.validSteps(row));
                    assertThat(turned.validSteps(row)).isEqualTo(input.validSteps(row));
                }
                assertThat(turned.layout()).isEqualTo(Layout.TIME_FIRST);
                turned = turned(turned);
            }
            assertThat(turned.layout()).isEqualTo(Layout.BATCH_FIRST);
            assertThat(valid(turned).toDoubles()).isEqualTo(valid(result).toDoubles());
            assertThat(layer.outputShape(input.values().shape()))
                    .isEqualTo(result.values().shape());
        }
    }

    /// Into the other layout.
    private static Sequence turned(Sequence input) {
        Tensor values = input.values();
        Layout other =
                input.layout() == Layout.BATCH_FIRST ? Layout.TIME_FIRST : Layout.BATCH_FIRST;
        return Sequence.masked(
                values.rank() == 2 ? values.transposed() : values.permuted(1, 0, 2),
                other,
                input.mask(DType.FLOAT64).transposed());
    }

    /// The one layer that cannot: a vector of a whole row would contain its padding.
    @Test
    void flattenRefusesLengths() {
        Sequence input = Sequence.of(values(new LastStep()), 2, 0, 4, 1, 3);
        assertThatThrownBy(() -> new Flatten().forward(input, Mode.inference()))
                .hasMessageContaining("rows of full length");
    }

    /// So nothing like a `TimeDistributed` is wanted: each step, whatever axes stand before.
    @Test
    void layersOfTheLastAxisWorkStepByStep() {
        Tensor values = values(new LastStep());
        Tensor tokens = values(new Embedding(TOKENS, 2, Init.pytorch(Rng.seeded(1))));
        for (Layer layer : layers()) {
            boolean ofSteps =
                    layer instanceof Linear
                            || layer instanceof LayerNorm
                            || layer instanceof Embedding
                            || layer instanceof ActivationFunction
                            || layer instanceof Dropout;
            if (ofSteps) {
                Tensor input = takesTokens(layer) ? tokens : values;
                Tensor whole = layer.forward(input);
                for (int step = 0; step < STEPS; step++) {
                    assertThat(whole.select(1, step).toDoubles())
                            .as("%s, step %d", layer, step)
                            .isEqualTo(layer.forward(input.select(1, step)).toDoubles());
                }
            }
        }
    }

    // ---- losses and metrics ----

    @ParameterizedTest
    @MethodSource("measures")
    void onlyValidStepsAreMeasured(BiFunction<Sequence, Tensor, Object> measure) {
        Tensor values = values(new LastStep());
        Tensor classes =
                Tensor.of(Rng.seeded(5).ints(ROWS * STEPS, 0, SIZE).toArray(), ROWS, STEPS);
        for (Sequence logits : batches(values)) {
            Object expected = measure.apply(logits, classes);
            assertThat(measure.apply(filled(logits, 30), classes)).isEqualTo(expected);
            List<Tensor> alone = new ArrayList<>();
            List<Tensor> targets = new ArrayList<>();
            for (int row = 0; row < ROWS; row++) {
                Tensor steps = Tensor.of(logits.validSteps(row));
                alone.add(values.select(0, row).rows(steps));
                targets.add(classes.select(0, row).rows(steps));
            }
            Sequence all = Sequence.of(Tensor.concat(0, alone));
            assertThat(measure.apply(all, Tensor.concat(0, targets))).isEqualTo(expected);
        }
    }
}
