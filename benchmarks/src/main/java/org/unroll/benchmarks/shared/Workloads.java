package org.unroll.benchmarks.shared;

import java.util.List;

/// The workloads by name.
public final class Workloads {
    private static final Network DIGITS = Network.of(Cell.LSTM, 28, 128).dense(0, 10);
    private static final Network PLANTS =
            Network.of(Cell.LSTM, 30, 512).layers(3).embedding(30).dense(0, 30);
    private static final Update RMSPROP = new Update(Update.Kind.RMSPROP, 1e-4);
    private static final Update ADAM = new Update(Update.Kind.ADAM, 1e-3);
    private static final Update SGD = new Update(Update.Kind.SGD, 1e-2);

    private Workloads() {}

    /// All of them.
    public static List<Workload> all() {
        return List.of(
                digits("W1", Task.CLASSIFY, 32, DIGITS),
                digits("W1i", Task.INFER, 1, DIGITS),
                plants("W2-f64", Precision.FLOAT64),
                plants("W2-f32", Precision.FLOAT32),
                pets("W3-rnn", Cell.ELMAN, 39, false),
                pets("W3-lstm", Cell.LSTM, 39, false),
                pets("W3-gru", Cell.GRU, 39, false),
                outputs("W4-rnn", Cell.ELMAN),
                outputs("W4-lstm", Cell.LSTM),
                outputs("W4-gru", Cell.GRU),
                large("W5-lstm", Cell.LSTM),
                large("W5-gru", Cell.GRU),
                new Workload(
                        "W6",
                        "one character, Embedding 30, LSTM 3 x 512, Linear 30, batch 1",
                        Task.LIVE,
                        PLANTS,
                        Batch.of(1, 1),
                        Precision.FLOAT32,
                        Update.NONE),
                relu("W7a", Writing.ONE_PRODUCT),
                relu("W7b", Writing.LAYER_PER_GATE),
                relu("W7c", Writing.CONCATENATED),
                pets("W8", Cell.LSTM, PetNames.VOCABULARY, true));
    }

    /// Notebook 002: digits read row by row.
    private static Workload digits(String name, Task task, int rows, Network network) {
        return new Workload(
                name,
                "%s, LSTM 28 to 128, Linear 10, batch %d, 28 steps%s"
                        .formatted(
                                task.trains() ? "training" : "inference",
                                rows,
                                task.trains() ? ", RMSprop" : ""),
                task,
                network,
                Batch.of(rows, 28),
                Precision.FLOAT32,
                task.trains() ? RMSPROP : Update.NONE);
    }

    /// The same with relu, the cell written by a user.
    private static Workload relu(String name, Writing writing) {
        String how =
                switch (writing) {
                    case ONE_PRODUCT -> "one product for all gates";
                    case LAYER_PER_GATE -> "a Linear per gate";
                    case CONCATENATED -> "concatenated, one Linear";
                    case BUILT_IN -> "built in";
                };
        return new Workload(
                name,
                "training, W1 with relu as a user's cell: " + how,
                Task.CLASSIFY,
                new Network(Cell.RELU_LSTM, writing, 0, 28, 128, 1, 0, 10),
                Batch.of(32, 28),
                Precision.FLOAT32,
                RMSPROP);
    }

    /// Notebook 003: names of plants, character by character.
    private static Workload plants(String name, Precision precision) {
        return new Workload(
                name,
                "training, Embedding 30, LSTM 3 x 512, Linear 30, batch 1, 150 steps, Adam, %s"
                        .formatted(precision == Precision.FLOAT32 ? "float32" : "float64"),
                Task.PREDICT,
                PLANTS,
                Batch.of(1, 150),
                precision,
                ADAM);
    }

    /// Notebook 004: names of pets.
    private static Workload pets(String name, Cell cell, int vocabulary, boolean names) {
        return new Workload(
                name,
                "training, Embedding %d to 300, %s 300 to 100, two Linear, batch 500, 22 steps%s, SGD"
                        .formatted(vocabulary, cell, names ? " of real names" : ""),
                Task.CLASSIFY,
                Network.of(cell, 300, 100).embedding(vocabulary).dense(64, 2),
                new Batch(500, 22, names),
                Precision.FLOAT32,
                SGD);
    }

    /// Notebook 001's sizes.
    private static Workload outputs(String name, Cell cell) {
        return new Workload(
                name,
                "forward, %s 3 x 64 on 32, batch 128, 100 steps".formatted(cell),
                Task.OUTPUTS,
                Network.of(cell, 32, 64).layers(3),
                Batch.of(128, 100),
                Precision.FLOAT32,
                Update.NONE);
    }

    private static Workload large(String name, Cell cell) {
        return new Workload(
                name,
                "training, %s 512 to 512, batch 64, 100 steps, SGD".formatted(cell),
                Task.SQUARES,
                Network.of(cell, 512, 512),
                Batch.of(64, 100),
                Precision.FLOAT32,
                SGD);
    }
}
