package org.unroll.testkit.properties;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.unroll.loss.CrossEntropy;
import org.unroll.nn.Dropout;
import org.unroll.nn.Embedding;
import org.unroll.nn.Init;
import org.unroll.nn.LayerNorm;
import org.unroll.nn.Linear;
import org.unroll.nn.Mode;
import org.unroll.nn.Sequence;
import org.unroll.nn.Sequential;
import org.unroll.optim.Adam;
import org.unroll.optim.AdamOptions;
import org.unroll.recurrent.RecurrentOptions;
import org.unroll.recurrent.RecurrentStack;
import org.unroll.tensor.Autograd;
import org.unroll.tensor.Compute;
import org.unroll.tensor.DType;
import org.unroll.tensor.Rng;
import org.unroll.tensor.Tensor;
import org.unroll.testkit.TensorDigest;

/// A small training in which everything takes part that could make bits differ: a digest of all
/// that it gives.
///
/// Run as a program it prints the digest and the kernels in use, so that processes can be compared.
final class SameBits {
    private SameBits() {}

    public static void main(String[] arguments) throws Exception {
        int threads = Integer.parseInt(arguments[0]);
        String digest =
                Compute.withThreads(
                        threads, () -> digest(1, DType.FLOAT32) + digest(1, DType.FLOAT64));
        System.out.println(Compute.kernels());
        System.out.println(digest);
    }

    static String digest(long seed, DType type) {
        return TensorDigest.sha256(train(seed, type));
    }

    /// Parameters and optimizer after five steps, and the losses on the way.
    static Map<String, Tensor> train(long seed, DType type) {
        Rng rng = Rng.seeded(seed);
        Init init = Init.pytorch(rng.fork("weights")).withType(type);
        // Wide enough for whole vectors, several tiles and a rest; enough rows for eight threads.
        Sequential network =
                Sequential.of(
                        Embedding.withPadding(23, 19, 0, init),
                        RecurrentStack.lstm(
                                RecurrentOptions.of(19, 37).withLayers(2).withDropout(0.2), init),
                        new LayerNorm(37, init),
                        RecurrentStack.gru(RecurrentOptions.of(37, 29), init),
                        new Dropout(0.3),
                        new Linear(29, 23, init));
        Adam adam = new Adam(network.parameters(), AdamOptions.of(0.01));
        Rng data = rng.fork("data");
        Rng dropout = rng.fork("dropout");
        Map<String, Tensor> results = new LinkedHashMap<>();
        for (int step = 0; step < 5; step++) {
            int[] lengths = data.ints(13, 1, 12).toArray();
            Tensor tokens = Tensor.of(data.ints(13 * 12, 0, 23).toArray(), 13, 12);
            Sequence input = Sequence.of(tokens, lengths);
            Mode mode = Mode.training(dropout.fork(step));
            Autograd.Differentiated done =
                    Autograd.differentiate(
                            network.parameters(),
                            () ->
                                    CrossEntropy.standard()
                                            .of(
                                                    network.forward(input, mode).values(),
                                                    tokens,
                                                    input.mask(type)));
            adam.step(done.gradients().clippedToNorm(1));
            results.put("loss." + step, done.value());
        }
        results.putAll(network.parameters().under("network").asMap());
        results.putAll(adam.state().under("adam").asMap());
        List.copyOf(results.values()).forEach(SameBits::requireFinite);
        return results;
    }

    private static void requireFinite(Tensor tensor) {
        if (!tensor.isFinite()) {
            throw new AssertionError("not finite: " + tensor);
        }
    }
}
