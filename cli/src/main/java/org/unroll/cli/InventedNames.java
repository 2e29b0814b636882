package org.unroll.cli;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.unroll.text.Generation;
import org.unroll.text.Sampler;
import org.unroll.text.TextModel;

/// Names that a model writes and that it has not read.
final class InventedNames {
    private static final int TRIES = 200;
    private static final double TEMPERATURE = 0.7;

    private InventedNames() {}

    /// Up to `count` different ones.
    static List<String> of(TextModel model, String read, int count) {
        Set<String> known = new HashSet<>(read.lines().toList());
        Set<String> invented = new LinkedHashSet<>();
        Generation line =
                Generation.lines(1)
                        .withSampler(Sampler.standard().withTemperature(TEMPERATURE))
                        .withLength(60);
        for (int i = 0; i < TRIES && invented.size() < count; i++) {
            String name = model.write(line.withSeed(i)).strip();
            if (!name.isEmpty() && !known.contains(name)) {
                invented.add(name);
            }
        }
        return new ArrayList<>(invented);
    }
}
