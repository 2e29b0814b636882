package org.unroll.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.reflect.Modifier;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// The page on PyTorch's and Keras's arguments: none of them is left out, and whatever it says
/// there is here can be found.
class CoveragePageTest {
    private static final Path PATH = Path.of("docs", "reference", "coverage.md");
    private static final Pattern CODE = Pattern.compile("`([^`]+)`");
    private static final List<String> PACKAGES = List.of("tensor", "nn", "recurrent", "loss");

    /// From the signatures of PyTorch 2.7 and Keras 3.
    private static final Map<String, String> ARGUMENTS =
            Map.of(
                    "PyTorch: RNN, LSTM, GRU",
                    """
                    input_size hidden_size num_layers nonlinearity bias batch_first dropout
                    bidirectional proj_size device dtype hx\
                    """,
                    "PyTorch: RNNCell, LSTMCell, GRUCell",
                    "input_size hidden_size bias nonlinearity device dtype hx",
                    "Keras: SimpleRNN, LSTM, GRU and their cells",
                    """
                    units activation recurrent_activation use_bias kernel_initializer
                    recurrent_initializer bias_initializer unit_forget_bias kernel_regularizer
                    recurrent_regularizer bias_regularizer activity_regularizer kernel_constraint
                    recurrent_constraint bias_constraint dropout recurrent_dropout seed reset_after
                    return_sequences return_state go_backwards stateful unroll use_cudnn
                    zero_output_for_mask name dtype trainable sequence inputs states initial_state
                    mask training get_initial_state reset_state\
                    """,
                    "Keras: RNN, StackedRNNCells, Bidirectional, TimeDistributed",
                    """
                    cell state_size output_size return_sequences return_state go_backwards stateful
                    unroll zero_output_for_mask sequences inputs initial_state mask training cells
                    layer merge_mode weights backward_layer\
                    """);

    /// @param section the heading above it
    /// @param argument the first cell
    /// @param here the last cell
    private record Row(String section, String argument, String here) {}

    @Test
    void everyArgumentHasARow() throws IOException {
        Map<String, Set<String>> named = new TreeMap<>();
        rows().forEach(row ->
                named.computeIfAbsent(row.section(), _ -> new TreeSet<>())
                        .addAll(codes(row.argument())));
        ARGUMENTS.forEach((section, arguments) ->
                assertThat(named.getOrDefault(section, Set.of()))
                        .as(section)
                        .contains(arguments.split("\\s+")));
    }

    @Test
    void whateverIsSaidToBeHereIs() throws IOException {
        List<String> missing = new ArrayList<>();
        for (Row row : rows()) {
            for (String code : codes(row.here())) {
                if (!exists(code)) {
                    missing.add(row.argument() + ": " + code);
                }
            }
        }
        assertThat(missing).isEmpty();
    }

    /// A type, or a type and one of its public members: methods, enum constants, nested types.
    private static boolean exists(String code) {
        String[] names = code.split("\\.");
        Optional<Class<?>> type = type(names[0]);
        for (int i = 1; i < names.length && type.isPresent(); i++) {
            String name = names[i];
            if (i == names.length - 1 && hasMember(type.get(), name)) {
                return true;
            }
            type =
                    Arrays.<Class<?>>stream(type.get().getClasses())
                            .filter(nested -> nested.getSimpleName().equals(name))
                            .findFirst();
        }
        return type.isPresent();
    }

    private static boolean hasMember(Class<?> type, String name) {
        return Stream.concat(Arrays.stream(type.getMethods()), Arrays.stream(type.getFields()))
                .anyMatch(member -> member.getName().equals(name));
    }

    private static Optional<Class<?>> type(String name) {
        for (String folder : PACKAGES) {
            try {
                Class<?> type = Class.forName("org.unroll." + folder + "." + name);
                return Modifier.isPublic(type.getModifiers())
                        ? Optional.of(type)
                        : Optional.empty();
            } catch (ClassNotFoundException _) {
                // in the next one, then
            }
        }
        return Optional.empty();
    }

    private static List<String> codes(String cell) {
        return CODE.matcher(cell).results().map(code -> code.group(1)).toList();
    }

    private static List<Row> rows() throws IOException {
        List<Row> rows = new ArrayList<>();
        String section = "";
        for (String line : Files.readAllLines(Page.ROOT.resolve(PATH))) {
            if (line.startsWith("## ")) {
                section = line.substring(3);
            } else if (line.startsWith("| ") && !line.startsWith("| Argument")) {
                String[] cells = line.substring(1).split("\\|", -1);
                rows.add(new Row(section, cells[0], cells[cells.length - 2]));
            }
        }
        assertThat(rows).isNotEmpty();
        return rows;
    }
}
