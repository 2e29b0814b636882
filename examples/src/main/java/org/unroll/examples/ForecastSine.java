package org.unroll.examples;

import org.unroll.loss.MeanSquaredError;
import org.unroll.nn.Init;
import org.unroll.nn.LastStep;
import org.unroll.nn.Linear;
import org.unroll.nn.Sequential;
import org.unroll.optim.Adam;
import org.unroll.optim.AdamOptions;
import org.unroll.optim.Schedule;
import org.unroll.recurrent.RecurrentOptions;
import org.unroll.recurrent.RecurrentStack;
import org.unroll.tensor.Autograd;
import org.unroll.tensor.DType;
import org.unroll.tensor.Rng;
import org.unroll.tensor.Tensor;

/// Twenty values of a sine wave in, the next one out: a training loop written by hand.
final class ForecastSine {
    private static final int STEPS = 20;
    private static final double PER_STEP = 0.3;

    private ForecastSine() {}

    /// The wave from a phase on, with the value to forecast at the end: `[rows, steps + 1, 1]`.
    private static Tensor waves(Tensor phases) {
        int rows = phases.size();
        double[] starts = phases.toDoubles();
        float[] values = new float[rows * (STEPS + 1)];
        for (int i = 0; i < values.length; i++) {
            values[i] =
                    (float) StrictMath.sin(starts[i / (STEPS + 1)] + i % (STEPS + 1) * PER_STEP);
        }
        return Tensor.of(values, rows, STEPS + 1, 1);
    }

    static void run() {
        var rng = Rng.seeded(42);
        var init = Init.pytorch(rng);
        var network =
                Sequential.of(
                        RecurrentStack.lstm(RecurrentOptions.of(1, 24), init),
                        new LastStep(),
                        new Linear(24, 1, init));
        IO.print(network.summary(32, STEPS, 1));

        var loss = MeanSquaredError.standard();
        var adam = new Adam(network.parameters(), AdamOptions.of(0.01));
        var schedule = Schedule.cosine(300, 0).afterWarmUp(20);
        for (int iteration = 1; iteration <= 300; iteration++) {
            Tensor waves = waves(rng.uniform(DType.FLOAT32, 0, 2 * Math.PI, 32));
            Tensor seen = waves.slice(1, 0, STEPS);
            Tensor next = waves.select(1, STEPS);
            adam.learningRate(schedule.rate(adam.steps(), 0.01));
            var result =
                    Autograd.differentiate(
                            network.parameters(), () -> loss.of(network.forward(seen), next));
            adam.step(result.gradients().clippedToNorm(1));
            if (iteration % 100 == 0) {
                IO.println("iteration %d  loss %.0e".formatted(iteration, result.value().item()));
            }
        }

        // Forecasts further ahead by feeding forecasts back.
        Tensor window = waves(Tensor.of(new float[] {0})).slice(1, 0, STEPS);
        for (int ahead = 0; ahead < 5; ahead++) {
            Tensor next = network.forward(window);
            double truth = StrictMath.sin((STEPS + ahead) * PER_STEP);
            IO.println("forecast %+.1f  truth %+.1f".formatted(next.item(), truth));
            window = Tensor.concat(1, window.slice(1, 1, STEPS), next.unsqueezed(1));
        }
    }
}
