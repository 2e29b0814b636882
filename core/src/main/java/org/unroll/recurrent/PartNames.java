package org.unroll.recurrent;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.unroll.nn.Mode;
import org.unroll.nn.Sequence;

/// How weights, states and values of a part of a layer, one of a stack's layers or one direction,
/// are named from outside.
///
/// @param outer from the part's own name
/// @param inner to the part's own name; null for a name of another part
record PartNames(UnaryOperator<String> outer, Function<String, @Nullable String> inner) {
    /// The mark of the direction that reads backwards, behind everything else.
    private static final String REVERSE = "_reverse";

    /// Of the direction that reads forwards: `gate`.
    static final PartNames FORWARD =
            new PartNames(name -> name, name -> name.endsWith(REVERSE) ? null : name);

    /// Of the direction that reads backwards: `gate_reverse`.
    static final PartNames BACKWARD = suffixed(REVERSE);

    /// Of a stack's layer: `gate_l0`, and of one that reads in both directions `gate_l0_reverse`
    /// for its `gate_reverse`.
    static PartNames ofLayer(int index, Direction direction) {
        PartNames one = suffixed("_l" + index);
        if (direction != Direction.BOTH) {
            return one;
        }
        return new PartNames(
                name -> {
                    String base = without(REVERSE, name);
                    return base == null ? one.outer.apply(name) : one.outer.apply(base) + REVERSE;
                },
                name -> {
                    String base = without(REVERSE, name);
                    String own = one.inner.apply(base == null ? name : base);
                    return base == null || own == null ? own : own + REVERSE;
                });
    }

    private static PartNames suffixed(String suffix) {
        return new PartNames(name -> name + suffix, name -> without(suffix, name));
    }

    private static @Nullable String without(String suffix, String name) {
        return name.endsWith(suffix) ? name.substring(0, name.length() - suffix.length()) : null;
    }

    /// Runs the part, observed if any of its values are wanted.
    ///
    /// @param wanted names from outside; none for all values, null for not one
    /// @param values gets the observed ones by their names from outside
    <S extends State<S>> RecurrentOutput<S> run(
            RecurrentLayer<S> part,
            Sequence input,
            S initial,
            Mode mode,
            RowTensors rows,
            @Nullable List<String> wanted,
            Map<String, Sequence> values) {
        if (wanted == null) {
            return part.run(input, initial, mode, rows);
        }
        String[] own = wanted.stream().map(inner).filter(Objects::nonNull).toArray(String[]::new);
        if (own.length == 0 && !wanted.isEmpty()) {
            return part.run(input, initial, mode, rows);
        }
        Observation<S> seen = part.observe(input, initial, mode, rows, own);
        seen.values().forEach((name, value) -> values.put(outer.apply(name), value));
        return seen.output();
    }
}
