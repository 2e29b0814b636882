package org.unroll.testkit.cells;

import java.util.ArrayList;
import java.util.List;
import org.unroll.nn.Activation;
import org.unroll.nn.Init;
import org.unroll.recurrent.ElmanCell;
import org.unroll.recurrent.ElmanOptions;
import org.unroll.recurrent.GruCell;
import org.unroll.recurrent.GruOptions;
import org.unroll.recurrent.LstmCell;
import org.unroll.recurrent.RecurrentCell;

/// All kinds of cells, of any size.
///
/// @param name how it shows in reports
/// @param maker makes one
public record CellZoo(String name, Maker maker) {
    /// Makes a cell.
    public interface Maker {
        /// Makes one of this size.
        ///
        /// @param input the input's size
        /// @param hidden the size of its state or its units
        RecurrentCell<?> of(int input, int hidden, Init init);
    }

    /// The built-in cells.
    public static List<CellZoo> builtIn() {
        List<CellZoo> all = new ArrayList<>();
        all.add(new CellZoo("elman", ElmanCell::new));
        all.add(
                new CellZoo(
                        "elman relu",
                        (input, hidden, init) ->
                                new ElmanCell(
                                        input,
                                        hidden,
                                        ElmanOptions.standard().withActivation(Activation.RELU),
                                        init)));
        all.add(new CellZoo("lstm", LstmCell::new));
        for (GruOptions.Reset reset : GruOptions.Reset.values()) {
            for (GruOptions.Update update : GruOptions.Update.values()) {
                GruOptions options = new GruOptions(reset, update);
                all.add(
                        new CellZoo(
                                "gru " + reset + " " + update,
                                (input, hidden, init) ->
                                        new GruCell(input, hidden, options, init)));
            }
        }
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
        all.add(new CellZoo("indrnn", IndependentCell::new));
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
        return all;
    }

    /// All of them.
    public static List<CellZoo> all() {
        List<CellZoo> all = builtIn();
        all.addAll(users());
        return all;
    }

    @Override
    public String toString() {
        return name;
    }
}
