package org.unroll.examples;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.unroll.formats.safetensors.SafetensorsFile;
import org.unroll.nn.Init;
import org.unroll.nn.Linear;
import org.unroll.nn.Mode;
import org.unroll.nn.Sequence;
import org.unroll.recurrent.RecurrentOptions;
import org.unroll.recurrent.RecurrentStack;
import org.unroll.tensor.DType;
import org.unroll.tensor.Rng;

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
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
