import org.unroll.tensor.Autograd;
import org.unroll.tensor.Tensor;

public class First {
    public static void main(String[] args) {
        Tensor x = Tensor.of(new float[][] {{1, 2}, {3, 4}});
        Tensor weights = Tensor.of(new float[][] {{0.5f}, {-0.25f}});
        var loss = Autograd.differentiate(java.util.List.of(weights), () -> x.matmul(weights).tanh().sum());
        System.out.println(loss.value());
        System.out.println(loss.gradients().of(weights));
    }
}
