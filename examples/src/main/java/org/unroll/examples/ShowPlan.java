package org.unroll.examples;

import org.unroll.nn.Init;
import org.unroll.recurrent.LstmCell;
import org.unroll.recurrent.Recurrent;
import org.unroll.tensor.Rng;

/// How the engine runs a layer.
final class ShowPlan {
    private ShowPlan() {}

    static void run() {
        var layer = Recurrent.of(new LstmCell(3, 4, Init.pytorch(Rng.seeded(1))));
        IO.print(layer.planText());
    }
}
