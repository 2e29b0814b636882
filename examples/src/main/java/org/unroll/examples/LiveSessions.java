package org.unroll.examples;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.unroll.formats.safetensors.SafetensorsFile;
import org.unroll.nn.Init;
import org.unroll.nn.Linear;
import org.unroll.nn.Mode;
import org.unroll.nn.Sequence;
import org.unroll.recurrent.Recurrent;
import org.unroll.recurrent.RecurrentOptions;
import org.unroll.recurrent.RecurrentStack;
import org.unroll.recurrent.RowTensors;
import org.unroll.tensor.DType;
import org.unroll.tensor.Rng;
import org.unroll.tensor.Tensor;

/// Many streams over one model: sessions, on several threads, saved to a file and restored.
final class LiveSessions {
    private LiveSessions() {}

    static void run() {
        try {
            var rng = Rng.seeded(42);
            var init = Init.pytorch(rng);
            var lstm = RecurrentStack.lstm(RecurrentOptions.of(3, 8).withLayers(2), init);
            var readout = new Linear(8, 1, init);
            var values = rng.normal(DType.FLOAT32, 0, 1, 100, 6, 3); // 100 streams of six steps

            var model = lstm.frozen().withLayersAfter(readout);
            var sessions = IntStream.range(0, 100).mapToObj(_ -> model.session()).toList();
            try (var threads = Executors.newFixedThreadPool(4)) {
                for (int i = 0; i < 100; i++) {
                    var session = sessions.get(i);
                    var stream = values.select(0, i); // [6, 3]
                    threads.execute(() -> {
                        session.step(stream.select(0, 0)); // [3]: one timestep
                        session.run(stream.slice(0, 1, 4)); // [3, 3]: three more
                    });
                }
            }

            Path path = Path.of("sessions.safetensors");
            SafetensorsFile.of(model.saved(sessions)).write(path);
            var restored = model.restored(SafetensorsFile.read(path).tensors());
            IO.println(restored.getFirst());

            // One step of all of them as one batch.
            var outputs = model.step(restored, values.select(1, 4)); // [100, 1]

            // The whole streams at once give the same bits.
            var whole = lstm.run(Sequence.of(values), Mode.inference()).outputs();
            var difference = readout.forward(whole.values()).select(1, 4).minus(outputs);
            IO.println("largest difference: " + difference.abs().max(0).item());
            conditioned();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// Sessions over a cell that asks for a condition.
    private static void conditioned() {
        var rng = Rng.seeded(42);
        var layer = Recurrent.of(new InsideCell.ConditionedCell(3, 4, 2, Init.pytorch(rng)));
        var batch = Sequence.of(rng.normal(DType.FLOAT32, 0, 1, 2, 6, 3)); // two rows, six steps
        List<Tensor> live = new ArrayList<>();

        var model = layer.frozen(RowTensors.of("condition", Tensor.of(new float[][] {{1, 0}})));
        var first = model.session(RowTensors.of("condition", Tensor.of(new float[][] {{1, 0}})));
        var second = model.session(RowTensors.of("condition", Tensor.of(new float[][] {{0, 1}})));
        for (int time = 0; time < 6; time++) {
            // [2, 4]: a step of both as one batch
            var outputs = model.step(List.of(first, second), batch.values().select(1, time));
            live.add(outputs);
        }

        var conditions = RowTensors.of("condition", Tensor.of(new float[][] {{1, 0}, {0, 1}}));
        var whole = layer.run(batch, layer.initialState(2), Mode.inference(), conditions);
        var difference = whole.outputs().values().minus(Tensor.stack(1, live)).abs();
        IO.println("sessions differ from the whole by " + difference.max(2).max(1).max(0).item());
    }
}
