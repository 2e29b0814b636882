package org.unroll.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.unroll.model.NetworkOptions;
import org.unroll.recurrent.CellKind;
import org.unroll.tensor.DType;
import picocli.CommandLine.Option;

/// The options that say what the network is.
final class NetworkFlags {
    @Option(
            names = "--cell",
            paramLabel = "CELL",
            completionCandidates = CellNames.class,
            description =
                    "The recurrent cell: lstm, gru, rnn (tanh) or rnn-relu (default"
                            + " ${DEFAULT-VALUE}).")
    String cell = "";

    @Option(
            names = "--layers",
            paramLabel = "N",
            description =
                    "Recurrent layers on top of each other, up to 100 (default ${DEFAULT-VALUE}).")
    int layers;

    @Option(
            names = "--hidden",
            paramLabel = "N",
            description =
                    "Units of each layer: more learn more and take longer, by the square;"
                            + " up to 16384 (default ${DEFAULT-VALUE}).")
    int hidden;

    @Option(
            names = "--embedding",
            paramLabel = "N",
            description =
                    "Numbers that a character becomes, up to 16384 (default ${DEFAULT-VALUE}).")
    int embedding;

    @Option(
            names = "--dropout",
            paramLabel = "SHARE",
            description =
                    "Share of values dropped in training, against learning by heart (default"
                            + " ${DEFAULT-VALUE}).")
    double dropout;

    @Option(
            names = "--dtype",
            paramLabel = "TYPE",
            completionCandidates = TypeNames.class,
            description =
                    "float32, or float64: twice the digits, half the speed (default"
                            + " ${DEFAULT-VALUE}).")
    String type = "";

    NetworkOptions options() {
        Limits.whole("--layers", layers, 1, Limits.LAYERS);
        Limits.whole("--hidden", hidden, 1, Limits.UNITS);
        Limits.whole("--embedding", embedding, 1, Limits.UNITS);
        Limits.share("--dropout", dropout);
        return new NetworkOptions(
                CellKind.named(cell), layers, hidden, embedding, dropout, typeNamed(type));
    }

    static void addDefaults(Map<String, String> defaults, NetworkOptions options) {
        defaults.put("--cell", options.cell().toString());
        defaults.put("--layers", Integer.toString(options.layers()));
        defaults.put("--hidden", Integer.toString(options.hiddenSize()));
        defaults.put("--embedding", Integer.toString(options.embeddingSize()));
        defaults.put("--dropout", Numbers.plain(options.dropout()));
        defaults.put("--dtype", options.type().name().toLowerCase(Locale.ROOT));
    }

    private static DType typeNamed(String name) {
        return switch (name.toLowerCase(Locale.ROOT)) {
            case "float32" -> DType.FLOAT32;
            case "float64" -> DType.FLOAT64;
            default ->
                    throw new IllegalArgumentException(
                            "expected --dtype float32 or float64 but got '" + name + "'");
        };
    }

    /// For shell completion.
    static final class CellNames extends ArrayList<String> {
        private static final long serialVersionUID = 1L;

        CellNames() {
            super(List.of("lstm", "gru", "rnn", "rnn-relu"));
        }
    }

    /// For shell completion.
    static final class TypeNames extends ArrayList<String> {
        private static final long serialVersionUID = 1L;

        TypeNames() {
            super(List.of("float32", "float64"));
        }
    }
}
