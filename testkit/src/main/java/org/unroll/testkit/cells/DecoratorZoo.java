package org.unroll.testkit.cells;

import java.util.ArrayList;
import java.util.List;
import org.unroll.nn.Init;
import org.unroll.nn.Initializer;
import org.unroll.recurrent.GateOptions;
import org.unroll.recurrent.GruCell;
import org.unroll.recurrent.GruOptions;
import org.unroll.recurrent.InputDropout;
import org.unroll.recurrent.LearnedStart;
import org.unroll.recurrent.LstmCell;
import org.unroll.recurrent.LstmOptions;
import org.unroll.recurrent.RecurrentCell;
import org.unroll.recurrent.State;
import org.unroll.recurrent.Zoneout;

/// Cells around cells: each around every built-in one, and some of them together.
final class DecoratorZoo {
    private static final Initializer START = Initializer.normal(0, 0.5);

    private DecoratorZoo() {}

    static List<CellZoo> all() {
        List<CellZoo> all = new ArrayList<>();
        for (OptionZoo<?> kind : OptionZoo.all()) {
            CellZoo.Maker plain = kind.lines().getFirst().maker();
            all.add(
                    new CellZoo(
                            "zoneout " + kind,
                            (input, hidden, init) ->
                                    Zoneout.of(plain.of(input, hidden, init), 0.3)));
            all.add(
                    new CellZoo(
                            "input dropout " + kind,
                            (input, hidden, init) ->
                                    InputDropout.of(plain.of(input, hidden, init), 0.3),
                            true));
            all.add(
                    new CellZoo(
                            "learned start " + kind,
                            (input, hidden, init) ->
                                    learnedStart(plain.of(input, hidden, init), init),
                            true));
        }
        all.add(new CellZoo("zoneout of own rates, projection lstm", DecoratorZoo::projection));
        all.add(new CellZoo("learned start, coupled lstm", DecoratorZoo::coupled, true));
        all.add(new CellZoo("all around a gru with dropouts", DecoratorZoo::everything));
        return all;
    }

    private static RecurrentCell<?> projection(int input, int hidden, Init init) {
        LstmOptions options = LstmOptions.standard().withProjection(hidden);
        return Zoneout.of(new LstmCell(input, hidden + 4, options, init), 0.05, 0.5);
    }

    private static RecurrentCell<?> coupled(int input, int hidden, Init init) {
        LstmOptions options = LstmOptions.standard().withCoupledGates();
        return learnedStart(new LstmCell(input, hidden, options, init), init);
    }

    private static RecurrentCell<?> everything(int input, int hidden, Init init) {
        GateOptions sums = GateOptions.standard().withRecurrentDropout(0.3).withWeightDropout(0.4);
        GruCell gru = new GruCell(input, hidden, GruOptions.paper().withGates(sums), init);
        return Zoneout.of(InputDropout.of(learnedStart(gru, init), 0.2), 0.3);
    }

    private static <S extends State<S>> LearnedStart<S> learnedStart(
            RecurrentCell<S> cell, Init init) {
        return LearnedStart.of(cell, START, init.rng().fork("start"));
    }
}
