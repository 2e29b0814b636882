package org.unroll.testkit.cells;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.unroll.tensor.Compute;
import org.unroll.tensor.DType;
import org.unroll.tensor.Tensor;
import org.unroll.testkit.TensorDigest;

/// Runs all cells, planned against eager, and prints the kernels in use and a digest of every bit
/// that came out: for processes of their own, since kernels are chosen once.
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
        System.out.println(Compute.kernels());
        System.out.println(TensorDigest.sha256(all));
    }
}
