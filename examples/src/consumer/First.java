import org.unroll.loss.MeanSquaredError;
import org.unroll.nn.Init;
import org.unroll.nn.LastStep;
import org.unroll.nn.Linear;
import org.unroll.nn.Sequential;
import org.unroll.optim.Adam;
import org.unroll.optim.AdamOptions;
import org.unroll.recurrent.RecurrentOptions;
import org.unroll.recurrent.RecurrentStack;
import org.unroll.tensor.Autograd;
import org.unroll.tensor.DType;
import org.unroll.tensor.Rng;

/// A network learns to add up ten numbers that it sees one after the other.
public class First {
    public static void main(String[] args) {
        var rng = Rng.seeded(42);
        var init = Init.pytorch(rng);
        var gru = RecurrentStack.gru(RecurrentOptions.of(1, 16), init);
        var network = Sequential.of(gru, new LastStep(), new Linear(16, 1, init));
        var adam = new Adam(network.parameters(), AdamOptions.of(0.01));
        var inputs = rng.normal(DType.FLOAT32, 0, 1, 64, 10, 1); // [rows, steps, features]
        var sums = inputs.sum(1);
        for (int step = 0; step <= 200; step++) {
            var loss =
                    Autograd.differentiate(
                            network.parameters(),
                            () -> MeanSquaredError.standard().of(network.forward(inputs), sums));
            adam.step(loss.gradients().clippedToNorm(5));
            if (step % 50 == 0) {
                IO.println("step %3d  loss %.3f".formatted(step, loss.value().item()));
            }
        }
    }
}
