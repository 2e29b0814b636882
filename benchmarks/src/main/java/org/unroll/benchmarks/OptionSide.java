package org.unroll.benchmarks;

import org.unroll.benchmarks.shared.Side;
import org.unroll.nn.Init;
import org.unroll.nn.Mode;
import org.unroll.nn.Sequence;
import org.unroll.optim.Sgd;
import org.unroll.optim.SgdOptions;
import org.unroll.recurrent.Recurrent;
import org.unroll.recurrent.RecurrentCell;
import org.unroll.recurrent.RecurrentLayer;
import org.unroll.recurrent.State;
import org.unroll.tensor.DType;
import org.unroll.tensor.Rng;
import org.unroll.train.TrainingStep;

/// Training steps of one layer of a cell: the mean square of all outputs, SGD.
final class OptionSide implements Side {
    static final int HIDDEN = 128;
    static final int INPUT = 64;
    static final int ROWS = 64;
    static final int STEPS = 50;

    private final RecurrentLayer<?> layer;
    private final TrainingStep training;
    private final Mode mode = Mode.training(Rng.seeded(3));
    private final Sequence input =
            Sequence.of(Rng.seeded(2).uniform(DType.FLOAT32, -1, 1, ROWS, STEPS, INPUT));
    private double loss;

    OptionSide(CellOption option) {
        layer = layer(option.maker().of(INPUT, HIDDEN, Init.pytorch(Rng.seeded(1))));
        training =
                TrainingStep.of(
                        layer.parameters(), new Sgd(layer.parameters(), SgdOptions.of(0.01)));
    }

    private static <S extends State<S>> RecurrentLayer<S> layer(RecurrentCell<S> cell) {
        return Recurrent.of(cell);
    }

    @Override
    public void step() {
        loss = training.run(() -> layer.forward(input, mode).values().squared().mean());
    }

    @Override
    public double result() {
        return loss;
    }
}
