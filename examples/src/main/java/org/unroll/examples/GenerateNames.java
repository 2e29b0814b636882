package org.unroll.examples;

import java.nio.file.Path;
import org.unroll.model.NetworkOptions;
import org.unroll.recurrent.CellKind;
import org.unroll.text.Generation;
import org.unroll.text.Sampler;
import org.unroll.text.TextModel;
import org.unroll.text.TextOptions;
import org.unroll.text.TextSource;
import org.unroll.text.TextTrainer;
import org.unroll.train.FitOptions;
import org.unroll.train.TrainingListener;
import org.unroll.train.TrainingRun;

/// From a text file to a generator, and to a model file and back.
final class GenerateNames {
    private GenerateNames() {}

    static void run() {
        var source = TextSource.read(Path.of("data", "botanical-names.txt"));
        var options =
                TextOptions.standard()
                        .withNetwork(NetworkOptions.of(CellKind.GRU).withHiddenSize(96))
                        .withFit(FitOptions.iterations(300).withClipNorm(5))
                        .withSequenceLength(40);
        var trainer = TextTrainer.of(source, options);
        trainer.train(TrainingRun.silent().withListener(TrainingListener.lines(100, IO::println)));
        trainer.model().save(Path.of("names.safetensors"));

        var model = TextModel.load(Path.of("names.safetensors"));
        var generation =
                Generation.lines(5)
                        .withPrefix("rosa ")
                        .withSampler(Sampler.standard().withTemperature(0.7));
        IO.print("rosa " + model.write(generation));
    }
}
