package org.unroll.testkit.properties;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.Arguments;
import org.unroll.nn.Activation;
import org.unroll.nn.Init;
import org.unroll.recurrent.ElmanCell;
import org.unroll.recurrent.ElmanOptions;
import org.unroll.recurrent.GruCell;
import org.unroll.recurrent.GruOptions;
import org.unroll.recurrent.LstmCell;
import org.unroll.recurrent.RecurrentCell;
import org.unroll.tensor.DType;
import org.unroll.tensor.Rng;

/// Every kind of cell that the properties must hold for, built in and written by users.
///
/// @param name how it shows in a report
/// @param create makes the cell
record Cells(String name, Function<Init, RecurrentCell<?>> create) {
    static final int INPUT = 3;
    static final int HIDDEN = 5;

    static List<Cells> all() {
        List<Cells> all = new ArrayList<>();
        all.add(new Cells("elman", init -> new ElmanCell(INPUT, HIDDEN, init)));
        all.add(
                new Cells(
                        "elman-relu",
                        init ->
                                new ElmanCell(
                                        INPUT,
                                        HIDDEN,
                                        ElmanOptions.standard().withActivation(Activation.RELU),
                                        init)));
        all.add(new Cells("lstm", init -> new LstmCell(INPUT, HIDDEN, init)));
        all.add(new Cells("lstm-relu", init -> new LstmCell(INPUT, HIDDEN, Activation.RELU, init)));
        for (GruOptions.Reset reset : GruOptions.Reset.values()) {
            for (GruOptions.Update update : GruOptions.Update.values()) {
                GruOptions options = new GruOptions(reset, update);
                all.add(
                        new Cells(
                                "gru " + reset + " " + update,
                                init -> new GruCell(INPUT, HIDDEN, options, init)));
            }
        }
        all.add(new Cells("peephole", init -> new UserCells.Peephole(INPUT, HIDDEN, init)));
        all.add(new Cells("joined", init -> new UserCells.Joined(INPUT, HIDDEN, 7, init)));
        all.add(new Cells("normalised", init -> new UserCells.Normalised(INPUT, HIDDEN, init)));
        all.add(new Cells("mixed", init -> new UserCells.Mixed(INPUT, HIDDEN, init)));
        return all;
    }

    static Stream<Arguments> inBothTypes() {
        return all().stream()
                .flatMap(cell ->
                        Stream.of(DType.FLOAT64, DType.FLOAT32)
                                .map(type -> Arguments.of(cell, type)));
    }

    RecurrentCell<?> create(DType type) {
        return create.apply(Init.pytorch(Rng.seeded(31)).withType(type));
    }

    @Override
    public String toString() {
        return name;
    }
}
