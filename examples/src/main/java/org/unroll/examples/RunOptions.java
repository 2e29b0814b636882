package org.unroll.examples;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.unroll.data.InputException;

/// What stands behind `./unroll examples`.
///
/// @param names of the examples
/// @param quick on less data, in under a minute
/// @param help only list what there is
/// @param values of the other options, by their names
record RunOptions(List<String> names, boolean quick, boolean help, Map<String, String> values) {
    static final long SEED = 42;

    private static final String PLOTS = "--plots";
    private static final String DATA = "--data";
    private static final String FIRST_SEED = "--seed";
    private static final String SEEDS = "--seeds";
    private static final List<String> WITH_VALUES = List.of(PLOTS, DATA, FIRST_SEED, SEEDS);

    /// @throws InputException names what is not understood
    static RunOptions of(String... arguments) {
        List<String> names = new ArrayList<>();
        Map<String, String> values = new HashMap<>();
        boolean quick = false;
        boolean help = false;
        for (int i = 0; i < arguments.length; i++) {
            String[] parts = arguments[i].split("=", 2);
            if (WITH_VALUES.contains(parts[0])) {
                if (parts.length == 1 && i + 1 == arguments.length) {
                    throw new InputException(parts[0] + " wants a value");
                }
                values.put(parts[0], parts.length == 2 ? parts[1] : arguments[++i]);
            } else if (arguments[i].equals("--quick")) {
                quick = true;
            } else if (arguments[i].equals("--help") || arguments[i].equals("-h")) {
                help = true;
            } else if (arguments[i].startsWith("-")) {
                throw new InputException("there is no option " + arguments[i]);
            } else {
                names.add(arguments[i]);
            }
        }
        RunOptions options = new RunOptions(List.copyOf(names), quick, help, Map.copyOf(values));
        if (options.seed() < 0) {
            throw new InputException(FIRST_SEED + " is a whole number from 0");
        }
        if (options.seeds() < 1 || options.seeds() > 100) {
            throw new InputException(SEEDS + " is a whole number from 1 to 100");
        }
        if (values.getOrDefault(PLOTS, "-").isBlank()) {
            throw new InputException(PLOTS + " wants a folder");
        }
        return options;
    }

    /// Makes the folder for pictures, before any work is done for them.
    ///
    /// @throws InputException if that is not possible
    void makeFolder() {
        plots().ifPresent(folder -> {
            try {
                Files.createDirectories(folder);
            } catch (FileAlreadyExistsException e) {
                throw new InputException(folder + ": is a file, not a folder for pictures", e);
            } catch (IOException e) {
                throw new InputException(folder + ": cannot be made: " + e.getMessage(), e);
            }
            if (!Files.isWritable(folder)) {
                throw new InputException(folder + ": no permission to write pictures");
            }
        });
    }

    /// Whether anything is asked for that only programs with options understand.
    boolean any() {
        return quick || !values.isEmpty();
    }

    Optional<Path> plots() {
        return Optional.ofNullable(values.get(PLOTS)).map(Path::of);
    }

    Optional<Path> data() {
        return Optional.ofNullable(values.get(DATA)).map(Path::of);
    }

    long seed() {
        return number(FIRST_SEED, SEED);
    }

    int seeds() {
        return Math.clamp(number(SEEDS, 1), 0, Integer.MAX_VALUE);
    }

    private long number(String option, long otherwise) {
        String value = values.get(option);
        try {
            return value == null ? otherwise : Long.parseLong(value);
        } catch (NumberFormatException e) {
            throw new InputException(option + " is a whole number, not '" + value + "'");
        }
    }
}
