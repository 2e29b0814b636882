package org.unroll.examples;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import org.unroll.formats.safetensors.SafetensorsFile;
import org.unroll.nn.Init;
import org.unroll.recurrent.RecurrentOptions;
import org.unroll.recurrent.RecurrentStack;
import org.unroll.tensor.Rng;

/// Weights to a safetensors file and back, under PyTorch's names.
final class ModelWeights {
    private ModelWeights() {}

    static void run() {
        try {
            var init = Init.pytorch(Rng.seeded(42));
            var lstm = RecurrentStack.lstm(RecurrentOptions.of(3, 4), init);
            Path path = Path.of("lstm.safetensors");
            SafetensorsFile.of(lstm.parameters().asMap()).write(path);

            var file = SafetensorsFile.read(path);
            file.tensors().forEach((name, tensor) -> IO.println(name + " " + tensor.shape()));
            var other = RecurrentStack.lstm(RecurrentOptions.of(3, 4), init);
            other.parameters().load(file.tensors());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
