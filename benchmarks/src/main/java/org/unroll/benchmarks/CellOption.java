package org.unroll.benchmarks;

import java.util.ArrayList;
import java.util.List;
import org.unroll.nn.Activation;
import org.unroll.nn.Init;
import org.unroll.recurrent.ElmanCell;
import org.unroll.recurrent.ElmanOptions;
import org.unroll.recurrent.GateOptions;
import org.unroll.recurrent.GruCell;
import org.unroll.recurrent.GruOptions;
import org.unroll.recurrent.IndependentCell;
import org.unroll.recurrent.InputDropout;
import org.unroll.recurrent.JordanCell;
import org.unroll.recurrent.LearnedStart;
import org.unroll.recurrent.LstmActivations;
import org.unroll.recurrent.LstmCell;
import org.unroll.recurrent.LstmOptions;
import org.unroll.recurrent.MinimalGatedCell;
import org.unroll.recurrent.RecurrentCell;
import org.unroll.recurrent.Zoneout;

/// A cell with an option, whose training step is timed beside that of the plain cell.
///
/// @param name the cell and the option, or the plain cell alone
/// @param plain the plain cell's name
/// @param maker makes it
record CellOption(String name, String plain, Maker maker) {
    private static final double RATE = 0.2;

    /// Makes a cell.
    interface Maker {
        /// Makes one for an input of a length, with so many units.
        RecurrentCell<?> of(int input, int hidden, Init init);
    }

    /// All of them, each plain cell before its options.
    static List<CellOption> all() {
        List<CellOption> all = new ArrayList<>();
        lstms(all);
        grus(all);
        elmans(all);
        return all;
    }

    private static void lstms(List<CellOption> all) {
        all.add(plain("lstm", LstmCell::new));
        LstmOptions standard = LstmOptions.standard();
        GateOptions gates = GateOptions.standard();
        lstm(all, "one bias", standard.withGates(GateOptions.oneBias()));
        lstm(all, "peepholes", standard.withPeepholes());
        lstm(all, "coupled gates", standard.withCoupledGates());
        lstm(all, "cell clip", standard.withCellClip(3));
        lstm(all, "projection to a half", standard.withProjection(OptionSide.HIDDEN / 2));
        lstm(all, "layer norm", standard.withGates(gates.withLayerNorm()));
        LstmActivations functions = LstmActivations.standard();
        lstm(
                all,
                "relu",
                standard.withActivations(functions.withCandidateAndCell(Activation.RELU)));
        lstm(
                all,
                "hard sigmoid",
                standard.withActivations(functions.withGates(Activation.HARD_SIGMOID)));
        lstm(all, "recurrent dropout", standard.withGates(gates.withRecurrentDropout(RATE)));
        lstm(all, "weight dropout", standard.withGates(gates.withWeightDropout(RATE)));
        lstm(all, "input dropout", (in, h, i) -> InputDropout.of(new LstmCell(in, h, i), RATE));
        lstm(all, "zoneout", (in, h, i) -> Zoneout.of(new LstmCell(in, h, i), RATE));
        lstm(all, "learned start", (in, h, i) -> LearnedStart.of(new LstmCell(in, h, i)));
    }

    private static void grus(List<CellOption> all) {
        all.add(plain("gru", GruCell::new));
        gru(all, "reset before the product", GruOptions.paper());
        GateOptions gates = GateOptions.standard();
        gru(all, "layer norm", GruOptions.standard().withGates(gates.withLayerNorm()));
        all.add(new CellOption("gru, minimal gated instead", "gru", MinimalGatedCell::new));
    }

    private static void elmans(List<CellOption> all) {
        all.add(plain("elman", ElmanCell::new));
        ElmanOptions norm =
                ElmanOptions.standard().withGates(GateOptions.standard().withLayerNorm());
        all.add(
                new CellOption(
                        "elman, layer norm",
                        "elman",
                        (in, h, init) -> new ElmanCell(in, h, norm, init)));
        all.add(
                new CellOption(
                        "elman, jordan instead",
                        "elman",
                        (in, h, init) -> new JordanCell(in, h, h, init)));
        all.add(new CellOption("elman, independent instead", "elman", IndependentCell::new));
    }

    private static CellOption plain(String name, Maker maker) {
        return new CellOption(name, name, maker);
    }

    private static void lstm(List<CellOption> all, String option, LstmOptions options) {
        lstm(all, option, (in, hidden, init) -> new LstmCell(in, hidden, options, init));
    }

    private static void lstm(List<CellOption> all, String option, Maker maker) {
        all.add(new CellOption("lstm, " + option, "lstm", maker));
    }

    private static void gru(List<CellOption> all, String option, GruOptions options) {
        all.add(
                new CellOption(
                        "gru, " + option,
                        "gru",
                        (in, hidden, init) -> new GruCell(in, hidden, options, init)));
    }

    boolean isPlain() {
        return name.equals(plain);
    }
}
