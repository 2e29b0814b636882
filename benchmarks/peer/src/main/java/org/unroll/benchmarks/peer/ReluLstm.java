package org.unroll.benchmarks.peer;

import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptions;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;
import org.unroll.benchmarks.shared.Network;

/// An LSTM with relu, which PyTorch has no layer for: a cell in a loop, written for speed. The
/// products with the input are one for all timesteps, the gates one product per timestep.
final class ReluLstm implements Layers.Recurrent {
    private final int hiddenSize;
    private final Tensor inputWeights;
    private final Tensor recurrentWeights;
    private final Tensor bias;

    ReluLstm(Network network, Weights weights) {
        hiddenSize = network.hidden();
        inputWeights = weights.create("recurrent.weight_ih", 4L * hiddenSize, network.input());
        recurrentWeights = weights.create("recurrent.weight_hh", 4L * hiddenSize, hiddenSize);
        bias = weights.create("recurrent.bias", 4L * hiddenSize);
    }

    @Override
    public Layers.Run run(Tensor input) {
        long rows = input.size(0);
        TensorVector fromInput = torch.linear(input.transpose(0, 1), inputWeights, bias).unbind();
        Tensor transposed = recurrentWeights.t();
        Tensor hidden =
                torch.zeros(new long[] {rows, hiddenSize}, new TensorOptions(input.dtype()));
        Tensor cell = hidden;
        for (int t = 0; t < fromInput.size(); t++) {
            TensorVector gates = torch.addmm(fromInput.get(t), hidden, transposed).chunk(4, 1);
            Tensor inputGate = gates.get(0).sigmoid();
            Tensor forgetGate = gates.get(1).sigmoid();
            Tensor candidate = gates.get(2).relu();
            Tensor outputGate = gates.get(3).sigmoid();
            cell = forgetGate.mul(cell).addcmul(inputGate, candidate);
            hidden = outputGate.mul(cell.relu());
        }
        return new Layers.Run(hidden, hidden);
    }
}
