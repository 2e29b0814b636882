package org.unroll.testkit.cells;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.unroll.nn.Init;
import org.unroll.recurrent.Bias;
import org.unroll.recurrent.GateOptions;
import org.unroll.recurrent.RecurrentCell;
import org.unroll.recurrent.WeightKind;
import org.unroll.tensor.Rng;
import org.unroll.tensor.Tensor;

/// A built-in cell with its options: as it is without any, each option by itself, and some of them
/// together.
///
/// @param <O> the record of its options
/// @param cell its name
/// @param standard what it has without options
/// @param kinds others by name
/// @param maker makes one
public record OptionZoo<O extends Record>(
        String cell, O standard, Map<String, O> kinds, Maker<O> maker) {
    private static final String RECURRENT_DROPOUT = "with recurrent dropout";
    private static final String WEIGHT_DROPOUT = "with weight dropout";

    /// Keeps the order of the kinds.
    public OptionZoo {
        kinds = new LinkedHashMap<>(kinds);
    }

    /// Makes a cell with options.
    ///
    /// @param <O> the record of its options
    public interface Maker<O> {
        /// Makes one of this size or, where its options want more, of a larger one.
        RecurrentCell<?> of(int input, int hidden, O options, Init init);
    }

    /// All built-in cells.
    public static List<OptionZoo<?>> all() {
        List<OptionZoo<?>> all = new ArrayList<>(GateCells.all());
        all.add(LstmZoo.kinds());
        return all;
    }

    /// A line for each kind.
    public List<CellZoo> lines() {
        List<CellZoo> all = new ArrayList<>();
        all.add(line(cell, standard));
        kinds.forEach((name, options) -> all.add(line(cell + " " + name, options)));
        return all;
    }

    private CellZoo line(String name, O options) {
        return new CellZoo(
                name,
                (input, hidden, init) ->
                        unlikeNorms(
                                maker.of(input, hidden, options, init), init.rng().fork("norms")),
                name.endsWith(RECURRENT_DROPOUT) || name.endsWith(WEIGHT_DROPOUT));
    }

    /// With norms that are not all ones and zeros, and so small that what rounding has changed does
    /// not grow from step to step.
    private static RecurrentCell<?> unlikeNorms(RecurrentCell<?> cell, Rng rng) {
        Map<String, Tensor> weights = new LinkedHashMap<>(cell.parameters().asMap());
        weights.replaceAll((name, weight) ->
                WeightKind.NORM.test(name)
                        ? rng.uniform(weight.type(), 0.2, 0.6, weight.dim(0))
                        : weight);
        cell.parameters().load(weights);
        return cell;
    }

    /// The options of the sums, each by itself.
    ///
    /// @param standard what the cell has without options
    static Map<String, GateOptions> sums(GateOptions standard) {
        Map<String, GateOptions> all = new LinkedHashMap<>();
        for (Bias bias : Bias.values()) {
            if (bias != standard.bias()) {
                all.put("bias " + bias, standard.withBias(bias));
            }
        }
        all.put("layer norm", standard.withLayerNorm());
        all.put(RECURRENT_DROPOUT, standard.withRecurrentDropout(0.3));
        all.put(WEIGHT_DROPOUT, standard.withWeightDropout(0.4));
        return all;
    }

    @Override
    public String toString() {
        return cell;
    }
}
