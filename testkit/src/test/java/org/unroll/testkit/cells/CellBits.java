package org.unroll.testkit.cells;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.unroll.loss.CrossEntropy;
import org.unroll.tensor.Autograd;
import org.unroll.tensor.Compute;
import org.unroll.tensor.DType;
import org.unroll.tensor.Rng;
import org.unroll.tensor.Tensor;
import org.unroll.testkit.TensorDigest;

/// Runs all cells, planned against eager, and cross entropy, and prints the kernels in use and a
/// digest of every bit that came out: for processes of their own, since kernels are chosen once.
final class CellBits {
    private CellBits() {}

    public static void main(String[] arguments) {
        Map<String, Tensor> all = new LinkedHashMap<>();
        for (CellRuns runs : CellRuns.all(11)) {
            for (DType type : List.of(DType.FLOAT32, DType.FLOAT64)) {
                runs.plannedIsEager(type, runs.random().fork("numbers"))
                        .results()
                        .forEach((name, tensor) -> all.put(runs + "." + type + "." + name, tensor));
            }
        }
        for (DType type : List.of(DType.FLOAT32, DType.FLOAT64)) {
            losses(type, all);
        }
        System.out.println(Compute.kernels());
        System.out.println(TensorDigest.sha256(all));
    }

    /// With numbers of classes around the widths of vectors, classes and probabilities.
    private static void losses(DType type, Map<String, Tensor> all) {
        Rng random = Rng.seeded(13);
        for (int classes : new int[] {1, 2, 5, 15, 16, 17, 67}) {
            Tensor logits = random.normal(type, 0, 4, 9, classes);
            Tensor soft = random.normal(type, 0, 1, 9, classes).softmax(1);
            Tensor mask = Tensor.of(new int[] {1, 1, 0, 1, 0, 1, 1, 1, 1});
            var smooth = CrossEntropy.standard().withLabelSmoothing(0.1);
            for (Tensor targets : List.of(soft.argmax(1), soft)) {
                for (CrossEntropy loss : List.of(CrossEntropy.standard(), smooth)) {
                    var done =
                            Autograd.differentiate(
                                    List.of(logits), () -> loss.of(logits, targets, mask));
                    String name = type + " " + classes + " " + targets.rank() + " " + loss;
                    all.put("loss." + name, done.value());
                    all.put("gradient." + name, done.gradients().of(logits));
                }
            }
        }
    }
}
