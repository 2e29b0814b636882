package org.unroll.testkit.parity;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.OptionalInt;

/// Which configurations are compared.
///
/// @param configurations how many, at least 1
/// @param seed of which
/// @param only the number of the only one to compare, if it is not all
record ParityOptions(int configurations, long seed, OptionalInt only) {
    private static final String USAGE =
            "expected [--configurations N] [--seed N] [--only NUMBER], all of them numbers, but got"
                    + " ";

    ParityOptions {
        if (configurations < 1 || only.orElse(0) < 0 || seed < 0) {
            throw new IllegalArgumentException(
                    "expected at least 1 configuration, and a seed and a number of at least 0");
        }
    }

    static ParityOptions parse(String... arguments) {
        int configurations = 100;
        long seed = 1;
        OptionalInt only = OptionalInt.empty();
        Iterator<String> rest = List.of(arguments).iterator();
        while (rest.hasNext()) {
            String name = rest.next();
            try {
                String value = rest.hasNext() ? rest.next() : "";
                switch (name) {
                    case "--configurations" -> configurations = Integer.parseInt(value);
                    case "--seed" -> seed = Long.parseLong(value);
                    case "--only" -> only = OptionalInt.of(Integer.parseInt(value));
                    default -> throw new NumberFormatException(name);
                }
            } catch (NumberFormatException wrong) {
                throw new IllegalArgumentException(USAGE + String.join(" ", arguments), wrong);
            }
        }
        return new ParityOptions(configurations, seed, only);
    }

    /// For the script that draws them.
    List<String> forPython() {
        List<String> all = new ArrayList<>();
        all.addAll(List.of("--configurations", Integer.toString(configurations)));
        all.addAll(List.of("--seed", Long.toString(seed)));
        only.ifPresent(number -> all.addAll(List.of("--only", Integer.toString(number))));
        return all;
    }
}
