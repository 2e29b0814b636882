package org.unroll.recurrent;

import java.util.Map;
import java.util.Objects;
import java.util.function.DoubleUnaryOperator;
import org.unroll.nn.Activation;
import org.unroll.nn.ActivationFunction;
import org.unroll.tensor.Parameters;
import org.unroll.tensor.Tensor;

/// An LSTM's step of one row, number by number: the equations of the papers, as loops.
final class LstmEquations {
    private static final Map<ActivationFunction, DoubleUnaryOperator> FUNCTIONS =
            Map.of(
                    Activation.SIGMOID, x -> 1 / (1 + Math.exp(-x)),
                    Activation.TANH, Math::tanh,
                    Activation.RELU, x -> Math.max(x, 0),
                    Activation.SOFTSIGN, x -> x / (1 + Math.abs(x)),
                    Activation.HARD_SIGMOID, x -> Math.clamp(x / 6 + 0.5, 0, 1),
                    Activation.HARD_SIGMOID_FIFTH, x -> Math.clamp(0.2 * x + 0.5, 0, 1));

    private final LstmOptions options;
    private final Parameters weights;
    private final int units;
    final double[] hidden;
    final double[] cell;

    /// The step from a state, for so many units.
    LstmEquations(LstmOptions options, Parameters weights, double[] x, double[] h, double[] c) {
        this.options = options;
        this.weights = weights;
        units = c.length;
        boolean coupled = options.coupledGates();
        int gates = coupled ? 3 : 4;
        int[] spans = options.gates().layerNorm() ? new int[] {gates * units} : new int[0];
        double[] input = SumEquations.sums(weights, "ih", x, spans);
        double[] state = SumEquations.sums(weights, "hh", h, spans);
        if (input.length != gates * units) {
            throw new AssertionError(input.length + " sums");
        }
        LstmActivations functions = options.activations();
        cell = new double[units];
        double[] opened = new double[units];
        for (int u = 0; u < units; u++) {
            double[] sum = new double[gates];
            for (int gate = 0; gate < gates; gate++) {
                sum[gate] = input[gate * units + u] + state[gate * units + u];
            }
            double i = of(functions.inputGate(), sum[0] + seen(0, u, c[u]));
            double f = coupled ? 1 - i : of(functions.forgetGate(), sum[1] + seen(1, u, c[u]));
            double g = of(functions.candidate(), sum[gates - 2]);
            cell[u] = Math.clamp(f * c[u] + i * g, -options.cellClip(), options.cellClip());
            opened[u] = of(functions.outputGate(), sum[gates - 1] + seen(gates - 2, u, cell[u]));
        }
        double[] normal = cell.clone();
        if (options.gates().layerNorm()) {
            Tensor weight = weights.get("norm_weight_cell");
            SumEquations.normalise(normal, 0, units, weight, weights.get("norm_bias_cell"));
        }
        double[] out = new double[units];
        for (int u = 0; u < units; u++) {
            out[u] = opened[u] * of(functions.cell(), normal[u]);
        }
        hidden =
                options.projection() == 0
                        ? out
                        : SumEquations.product(weights.get("weight_hr"), out);
    }

    private static double of(ActivationFunction function, double x) {
        return Objects.requireNonNull(FUNCTIONS.get(function)).applyAsDouble(x);
    }

    private double seen(int gate, int unit, double cellState) {
        return options.peepholes()
                ? weights.get("peephole").get(gate * units + unit) * cellState
                : 0;
    }
}
