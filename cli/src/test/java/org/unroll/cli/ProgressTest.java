package org.unroll.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.unroll.train.Progress;
import org.unroll.train.Validated;

class ProgressTest {
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    @Test
    void linesWhereNobodyWatches() {
        TrainingView view = view(false);
        view.started(1, 250);
        for (int i = 1; i <= 250; i++) {
            view.iteration(progress(i, 250));
        }
        view.validated(progress(250, 250), new Validated(0.51, Map.of("accuracy", 0.75)), true);
        assertThat(shown())
                .isEqualTo(
                        """
                        iteration 1 loss 2.105
                        iteration 100 loss 2.105
                            abies
                            alba
                        iteration 200 loss 2.105
                            abies
                            alba
                        iteration 250 loss 2.105
                            abies
                            alba
                        epoch 3 validation loss 0.510 accuracy 0.750 (best)
                        """);
    }

    @Test
    void aResumedTrainingSaysWhereItGoesOn() {
        TrainingView view = view(false);
        view.started(41, 50);
        view.iteration(progress(41, 50));
        assertThat(shown()).isEqualTo("going on at iteration 41 of 50\niteration 41 loss 2.105\n");
    }

    @Test
    void aBarWhereSomebodyWatches() {
        TrainingView view = view(true);
        view.iteration(progress(100, 250));
        assertThat(shown()).contains("\r", "40 %", "100/250", "iteration 100 loss 2.105", "abies");
    }

    @Test
    void theBarSaysHowFarHowWellHowFastHowLong() {
        assertThat(ProgressBar.line(progress(125, 250)))
                .isEqualTo(
                        "██████████░░░░░░░░░░ 50 %  125/250  loss 2.105  3.6/s  1 min 14 s left");
    }

    @Test
    void theBarFitsEightyColumns() {
        assertThat(ProgressBar.line(progress(999_999, 1_000_000))).hasSizeLessThan(80);
    }

    @Test
    void theBarIsCutToANarrowTerminal() {
        new ProgressBar(new PrintStream(err, true, StandardCharsets.UTF_8), 40)
                .update(progress(125, 250));
        assertThat(shown()).startsWith("\r\u001B[K█").hasSize(4 + 39);
    }

    @Test
    void theBarAlsoShowsOtherThings() {
        ProgressBar bar = new ProgressBar(new PrintStream(err, true, StandardCharsets.UTF_8), 12);
        bar.update(() -> "some.data 5 of 7 MB");
        bar.clear();
        assertThat(shown()).isEqualTo("\r\u001B[Ksome.data 5\r\u001B[K");
    }

    /// A line that fills it too begins another one on some terminals.
    @Test
    void theLastColumnStaysFree() {
        new ProgressBar(new PrintStream(err, true, StandardCharsets.UTF_8), 12)
                .update(() -> "some.data 12");
        assertThat(shown()).isEqualTo("\r\u001B[Ksome.data 1");
    }

    private TrainingView view(boolean terminal) {
        PrintStream stream = new PrintStream(err, false, StandardCharsets.UTF_8);
        Streams streams = new Streams(System.in, System.out, stream, terminal, Path.of(""));
        return new TrainingView(streams, 100, () -> "abies\nalba\n");
    }

    private String shown() {
        return err.toString(StandardCharsets.UTF_8).replace(System.lineSeparator(), "\n");
    }

    private static Progress progress(long iteration, long iterations) {
        return new Progress(
                iteration,
                iterations,
                3,
                3,
                9.9,
                2.105,
                1,
                0.002,
                3.6,
                Optional.of(Duration.ofSeconds(74)));
    }
}
