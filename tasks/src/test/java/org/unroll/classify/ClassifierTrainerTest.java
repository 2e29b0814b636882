package org.unroll.classify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.unroll.data.InputException;
import org.unroll.data.Vocabulary;
import org.unroll.tensor.Compute;
import org.unroll.tensor.Tensor;
import org.unroll.train.TrainingRun;

class ClassifierTrainerTest {
    @Test
    void learnsAndSaysHowWell() {
        ClassifierTrainer trainer = ClassifierTrainer.of(Toys.data(400), Toys.options());
        ClassifierOutcome outcome = trainer.train(TrainingRun.silent());
        double f1 = outcome.test().orElseThrow().report().macro().f1();
        assertThat(f1).isGreaterThan(0.95);
        assertThat(outcome.train().report().macro().f1()).isGreaterThan(0.95);
        assertThat(outcome.majority().orElseThrow().report().macro().f1()).isLessThan(0.5);
        assertThat(outcome.ngrams().orElseThrow().report().macro().f1()).isBetween(0.6, 1.0);
        assertThat(trainer.model().provenance().metrics())
                .containsEntry("test macro F1", f1)
                .containsKeys("loss", "validation loss", "test accuracy");
    }

    @ParameterizedTest
    @EnumSource(Pooling.class)
    void learnsWithEveryPooling(Pooling pooling) {
        ClassifierOptions options = Toys.options();
        ClassifierTrainer trainer =
                ClassifierTrainer.of(
                        Toys.anywhere(400),
                        options.withPooling(pooling).withFit(options.fit().withEpochs(20)));
        ClassifierOutcome outcome = trainer.train(TrainingRun.silent());
        assertThat(outcome.test().orElseThrow().report().macro().f1()).isGreaterThan(0.9);
    }

    @Test
    void partsAreDisjointAndStratified() {
        ClassifierTrainer trainer = ClassifierTrainer.of(Toys.data(500), Toys.options());
        List<String> all = new ArrayList<>(trainer.trainPart().texts());
        all.addAll(trainer.validationPart().texts());
        all.addAll(trainer.testPart().texts());
        assertThat(all)
                .doesNotHaveDuplicates()
                .containsExactlyInAnyOrderElementsOf(trainer.cleaning().kept().texts());
        assertThat(vowels(trainer.testPart())).isCloseTo(vowels(trainer.trainPart()), within());
    }

    private static org.assertj.core.data.Offset<Double> within() {
        return org.assertj.core.data.Offset.offset(0.02);
    }

    private static double vowels(LabelledTexts texts) {
        return (double) texts.labels().stream().filter("vowel"::equals).count() / texts.size();
    }

    @Test
    void theVocabularyIsOfTheTrainingPartOnly() {
        ClassifierTrainer trainer = ClassifierTrainer.of(Toys.data(30), Toys.options());
        Set<String> expected = new TreeSet<>();
        trainer.trainPart()
                .texts()
                .forEach(text -> text.chars().forEach(c -> expected.add(Character.toString(c))));
        List<String> tokens = trainer.model().vocabulary().tokens();
        assertThat(tokens.subList(0, 2)).containsExactly(Vocabulary.PADDING, Vocabulary.UNKNOWN);
        assertThat(tokens.subList(2, tokens.size())).containsExactlyElementsOf(expected);
    }

    @Test
    void aTextsPredictionDoesNotDependOnItsCompany() {
        ClassifierTrainer trainer = ClassifierTrainer.of(Toys.data(100), Toys.options());
        trainer.train(TrainingRun.silent());
        SequenceClassifier model = trainer.model();
        List<String> texts = List.of("abc", "o", "klmnoabcdefghij", "ϟ", "Abc ");
        List<Prediction> together = model.classify(texts);
        for (int i = 0; i < texts.size(); i++) {
            assertThat(together.get(i)).isEqualTo(model.classify(texts.get(i)));
            assertThat(together.get(i).probabilities().values().stream().mapToDouble(p -> p).sum())
                    .isCloseTo(1, org.assertj.core.data.Offset.offset(1e-6));
        }
        assertThat(together.get(4).probabilities()).isEqualTo(together.get(0).probabilities());
    }

    @Test
    void theSameSeedGivesTheSameBitsForAnyThreads() throws Exception {
        Map<String, Tensor> one = Compute.withThreads(1, ClassifierTrainerTest::trained);
        Map<String, Tensor> three = Compute.withThreads(3, ClassifierTrainerTest::trained);
        one.forEach((name, tensor) ->
                assertThat(three.get(name).toFloats()).as(name).isEqualTo(tensor.toFloats()));
    }

    private static Map<String, Tensor> trained() {
        ClassifierTrainer trainer =
                ClassifierTrainer.of(
                        Toys.data(100),
                        Toys.options().withFit(Toys.options().fit().withIterations(10)));
        trainer.train(TrainingRun.silent());
        return trainer.model().network().parameters().asMap();
    }

    @Test
    void paddingsVectorStaysZero() {
        Tensor embedding = trained().get("embedding.weight");
        assertThat(embedding.slice(0, 0, 1).toFloats()).containsOnly(0);
        assertThat(embedding.slice(0, 2, 3).toFloats()).doesNotContain(0);
    }

    @Test
    void oneClassIsNotEnough() {
        LabelledTexts one = LabelledTexts.of("x.csv", List.of("a", "b"), List.of("dog", "dog"));
        assertThatThrownBy(() -> ClassifierTrainer.of(one, Toys.options()))
                .isInstanceOf(InputException.class)
                .hasMessage("x.csv: at least two classes are needed, but there is only \"dog\"");
    }

    @Test
    void aFewRowsCannotBeSplit() {
        LabelledTexts few = LabelledTexts.of("x.csv", List.of("a", "b"), List.of("dog", "cat"));
        assertThatThrownBy(() -> ClassifierTrainer.of(few, Toys.options()))
                .isInstanceOf(InputException.class)
                .hasMessage(
                        "x.csv: each of the 2 rows is a class of its own, so none can be kept for"
                                + " test or validation; is \"label\" the column of the labels?");
        LabelledTexts three =
                LabelledTexts.of("x.csv", List.of("a", "b", "c"), List.of("dog", "cat", "cat"));
        assertThatThrownBy(() -> ClassifierTrainer.of(three, Toys.options().withShares(0.1, 0)))
                .isInstanceOf(InputException.class)
                .hasMessage(
                        "x.csv: too few rows to keep a share of 0.1 for the test part: there are 3"
                                + " in 2 classes, and every class needs one to learn from");
    }

    @Test
    void contradictionsAloneAreNamed() {
        LabelledTexts both = LabelledTexts.of("x.csv", List.of("a", "a"), List.of("dog", "cat"));
        assertThatThrownBy(() -> ClassifierTrainer.of(both, Toys.options()))
                .isInstanceOf(InputException.class)
                .hasMessage(
                        "x.csv: no row is left to learn from: 2 rows: 0 without text or label, 0"
                                + " repetitions and 2 rows of 1 text with several labels dropped,"
                                + " 0 kept");
    }

    @Test
    void rowsWithoutTextOrLabelAreNotEvaluated() {
        SequenceClassifier model = ClassifierTrainer.of(Toys.data(50), Toys.options()).model();
        Evaluation evaluation =
                model.evaluate(
                        LabelledTexts.of(
                                "y.csv",
                                List.of("abc", " ", "klm"),
                                List.of("other", "vowel", "")));
        assertThat(evaluation.confusion().total()).isEqualTo(1);
        assertThat(evaluation.report().notes())
                .contains("2 of 3 rows without text or label dropped");
        LabelledTexts wrong =
                new LabelledTexts(
                        List.of("", "abc"),
                        List.of("other", "fish"),
                        evaluationSource(),
                        new TableColumns("t", "l", ','),
                        List.of(2L, 5L));
        assertThatThrownBy(() -> model.evaluate(wrong))
                .isInstanceOf(InputException.class)
                .hasMessageStartingWith("y.csv, line 5: the model does not know the class");
    }

    @Test
    void aScoreWithoutAnythingToDivideByIsAsAskedFor() {
        SequenceClassifier model = ClassifierTrainer.of(Toys.data(50), Toys.options()).model();
        LabelledTexts all = LabelledTexts.of("y.csv", List.of("abc"), List.of("other"));
        int absent = model.evaluate(all).confusion().classes().indexOf("vowel");
        Evaluation zero = model.evaluate(all);
        assertThat(zero.report().scores().get(absent).recall()).isZero();
        assertThat(zero.report().notes()).anyMatch(note -> note.startsWith("recall of \"vowel\""));
        Evaluation one = model.evaluate(all, ZeroDivision.ONE);
        assertThat(one.report().scores().get(absent).recall()).isOne();
        assertThat(one.report().notes()).isEmpty();
        assertThat(one.confusion().total()).isEqualTo(1);
    }

    private static org.unroll.model.DataSource evaluationSource() {
        return new org.unroll.model.DataSource("y.csv", "0");
    }

    @Test
    void unknownLabelsAndEmptyTextsAreRefused() {
        ClassifierTrainer trainer = ClassifierTrainer.of(Toys.data(50), Toys.options());
        SequenceClassifier model = trainer.model();
        LabelledTexts other = LabelledTexts.of("y.csv", List.of("abc"), List.of("fish"));
        assertThatThrownBy(() -> model.evaluate(other))
                .isInstanceOf(InputException.class)
                .hasMessage(
                        "y.csv: the model does not know the class \"fish\"; its classes are: other,"
                                + " vowel");
        assertThatThrownBy(() -> model.classify(List.of("abc", " ")))
                .isInstanceOf(InputException.class)
                .hasMessage("text 2 is empty");
    }
}
