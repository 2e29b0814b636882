package org.unroll.examples;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import org.unroll.classify.ConfusionMatrix;
import org.unroll.examples.digits.DigitResult;
import org.unroll.examples.digits.DigitTraining;
import org.unroll.examples.support.HeatMap;
import org.unroll.examples.support.ImageGrid;
import org.unroll.examples.support.LineChart;
import org.unroll.examples.support.TextTable;
import org.unroll.nn.Linear;
import org.unroll.optim.RmsPropOptions;
import org.unroll.recurrent.GateOptions;
import org.unroll.recurrent.LstmCell;
import org.unroll.recurrent.LstmOptions;
import org.unroll.recurrent.Recurrent;

/// The end of notebook 002: the LSTM as it is usually taken, and what came of all networks.
final class Notebook002Results {
    private Notebook002Results() {}

    static void tanh(DigitTraining training) {
        // %% [markdown]
        // ## The LSTM with tanh
        //
        // Keras's `LSTM(128)` without `activation='relu'`: the usual one, whose cell state is
        // squashed on its way out. Like the first network it begins with zeros.
        //
        // Once it is trained with the notebook's RMSprop and once with that of Keras 3.
        // %%
        var usual = LstmOptions.standard().withGates(GateOptions.oneBias());
        var squashed =
                training.fit(
                        "LSTM, tanh",
                        init -> {
                            var layer = Recurrent.of(new LstmCell(28, 128, usual, init));
                            return new Notebook002.RowReader<>(layer, new Linear(128, 10, init));
                        });
        IO.println(squashed.parameters() + " parameters");
        // %%
        var newer =
                training.with(RmsPropOptions.keras())
                        .fit(
                                "LSTM, tanh, Keras 3",
                                init -> {
                                    var layer = Recurrent.of(new LstmCell(28, 128, usual, init));
                                    return new Notebook002.RowReader<>(
                                            layer, new Linear(128, 10, init));
                                });
        IO.println(newer.parameters() + " parameters");
    }

    static void table(DigitTraining training) {
        // %% [markdown]
        // ## All networks
        //
        // The share of the test images that each network took for the right digit. With several
        // seeds (`--seeds 5`) it is the mean and the standard deviation over them. "Starts" is what
        // the random start alone makes: how much the accuracy of one and the same network differs
        // from one draw of the first state to the next. "Failed" are trainings that ended in
        // numbers that are not finite; they count nowhere else.
        // %%
        var table = TextTable.of("network", "parameters", "test accuracy", "starts", "failed");
        for (var result : training.results()) {
            boolean random = result.deviationOfStarts() > 0;
            table =
                    table.row(
                            result.name(),
                            result.parameters(),
                            result.any() ? result.accuracy().text(4) : "-",
                            random ? "± %.4f".formatted(result.deviationOfStarts()) : "-",
                            result.failed());
        }
        IO.println(table);
    }

    static void curves(Run run, DigitTraining training) {
        // %% [markdown]
        // The losses while training, each point the mean of many batches, of the first seed that
        // went well. First the networks that begin with zeros, then those that begin at random.
        //
        // High peaks belong to LSTMs with relu: now and then a cell state grows beyond what the
        // network has seen, and the loss with it.
        // %%
        var zeros = LineChart.of("Loss while training, from zeros", "batch", "cross entropy");
        var random = LineChart.of("Loss while training, random start", "batch", "cross entropy");
        for (var result : training.results()) {
            if (result.any()) {
                var first = result.trained().getFirst();
                if (first.accuracies().length == 1) {
                    zeros = zeros.with(result.name(), first.ends(), first.losses());
                } else {
                    random = random.with(result.name(), first.ends(), first.losses());
                }
            }
        }
        run.show("loss-zeros", zeros.logarithmic());
        run.show("loss-random", random.logarithmic());
    }

    static void mistakes(Run run, DigitTraining training) {
        // %% [markdown]
        // ## What is taken for what
        //
        // The network with the best accuracy, after its first training: how often each digit was
        // taken for which one. Where it starts from random numbers this is the first of the five
        // starts, and the table has the mean of all.
        // %%
        var best =
                training.results().stream()
                        .filter(DigitResult::any)
                        .max(Comparator.comparingDouble(result -> result.accuracy().mean()))
                        .orElseThrow();
        var unseen = training.test();
        int[] truth = IntStream.range(0, unseen.size()).map(unseen::label).toArray();
        int[] predicted = best.trained().getFirst().predicted();
        var digits = IntStream.range(0, 10).mapToObj(Integer::toString).toList();
        var confusion = ConfusionMatrix.of(digits, truth, predicted);
        IO.println(best.name());
        IO.print(confusion.text());
        run.show(
                "confusion",
                HeatMap.ofCounts(
                        best.name() + ": true digits as rows, predicted ones as columns",
                        digits,
                        digits,
                        confusion.counts()));
        // %% [markdown]
        // The first twenty test images, and then the first twenty that it got wrong, each with what
        // it was taken for.
        // %%
        int[] wrong =
                IntStream.range(0, unseen.size()).filter(i -> predicted[i] != truth[i]).toArray();
        IO.println("%d of %d wrong".formatted(wrong.length, unseen.size()));
        var places =
                IntStream.concat(IntStream.range(0, 20), IntStream.of(wrong).limit(20)).toArray();
        List<ImageGrid.Tile> pictures = new ArrayList<>();
        for (int place : places) {
            boolean right = predicted[place] == truth[place];
            var caption =
                    right
                            ? Integer.toString(predicted[place])
                            : "%d, is %d".formatted(predicted[place], truth[place]);
            var mark = right ? ImageGrid.Mark.RIGHT : ImageGrid.Mark.WRONG;
            pictures.add(new ImageGrid.Tile(28, 28, unseen.image(place), caption, mark));
        }
        run.show("digits", new ImageGrid("Twenty digits, and twenty mistakes", 10, pictures));
    }
}
