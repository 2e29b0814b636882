package org.unroll.testkit.cells;

import java.util.ArrayList;
import java.util.List;
import org.unroll.nn.Init;
import org.unroll.recurrent.RecurrentCell;
import org.unroll.tensor.DType;
import org.unroll.tensor.Rng;

/// All kinds of cells, of any size: the one list that the tests of bits, of gradients and of
/// properties go through. A new cell, or an option of one, is a line here.
///
/// @param name how it shows in reports
/// @param maker makes one
/// @param onlyInTraining whether without training, and from a given state, it computes what another
///   one of the list does: its masks or its start are all that it has of its own
public record CellZoo(String name, Maker maker, boolean onlyInTraining) {
    CellZoo(String name, Maker maker) {
        this(name, maker, false);
    }

    /// Makes a cell.
    public interface Maker {
        /// Makes one of this size.
        ///
        /// @param input the input's size
        /// @param hidden the size of its state or its units
        RecurrentCell<?> of(int input, int hidden, Init init);
    }

    /// A small one of 3 inputs and mostly 5 units, with the same weights for any type.
    public RecurrentCell<?> small(DType type) {
        return maker.of(3, 5, Init.pytorch(Rng.seeded(31)).withType(type));
    }

    /// A smaller one, for what takes time for each weight.
    public RecurrentCell<?> tiny(DType type) {
        return maker.of(2, 3, Init.pytorch(Rng.seeded(31)).withType(type));
    }

    /// The built-in cells with their options, and what can be put around them.
    public static List<CellZoo> builtIn() {
        List<CellZoo> all = new ArrayList<>();
        OptionZoo.all().forEach(kind -> all.addAll(kind.lines()));
        all.addAll(DecoratorZoo.all());
        return all;
    }

    /// Cells as users write them.
    public static List<CellZoo> users() {
        List<CellZoo> all = new ArrayList<>();
        all.add(new CellZoo("one neuron", (input, _, init) -> new NotebookElman(input, 1, init)));
        all.add(new CellZoo("notebook elman", NotebookElman::new));
        all.add(new CellZoo("output feedback", OutputFeedback::new));
        all.add(
                new CellZoo(
                        "hidden and output",
                        (input, hidden, init) ->
                                new HiddenAndOutput(input, hidden, hidden + 2, init)));
        for (EquationLstm.Variant variant : EquationLstm.Variant.values()) {
            all.add(
                    new CellZoo(
                            "lstm by equations, " + variant,
                            (input, hidden, init) ->
                                    new EquationLstm(variant, input, hidden, init)));
        }
        all.add(new CellZoo("gru by equations", EquationGru::new));
        all.add(new CellZoo("concatenate and dense", ConcatenateDense::new));
        all.add(new CellZoo("concatenate and gates", ConcatenateGated::new));
        all.add(new CellZoo("layer norm lstm", LayerNormLstm::new));
        all.add(new CellZoo("indrnn", IndependentUnits::new));
        all.add(new CellZoo("minimal gated unit", MinimalGatedUnit::new));
        all.add(
                new CellZoo(
                        "projection lstm",
                        (input, hidden, init) ->
                                new ProjectionLstm(input, hidden + 3, hidden, init)));
        all.add(
                new CellZoo(
                        "attention",
                        (input, hidden, init) -> new AttentionCell(input, 3, 4, hidden, init)));
        all.add(new CellZoo("peephole lstm", PeepholeLstm::new));
        all.add(
                new CellZoo(
                        "joined",
                        (input, hidden, init) -> new JoinedCell(input, hidden, hidden + 2, init)));
        all.add(new CellZoo("normalised", NormalisedCell::new));
        all.add(new CellZoo("mixed", MixedCell::new));
        return all;
    }

    /// All of them.
    public static List<CellZoo> all() {
        List<CellZoo> all = builtIn();
        all.addAll(users());
        return all;
    }

    /// Those that differ without training too.
    public static List<CellZoo> inInference() {
        return all().stream().filter(kind -> !kind.onlyInTraining).toList();
    }

    @Override
    public String toString() {
        return name;
    }
}
