package org.unroll.internal.plan;

import java.util.ArrayList;
import java.util.List;
import org.unroll.internal.plan.SequenceEngine.Surroundings;
import org.unroll.tensor.DType;
import org.unroll.tensor.RandomMask;
import org.unroll.tensor.Recording;
import org.unroll.tensor.Shape;
import org.unroll.tensor.Tensor;

/// Notes what a step that is recorded asks of its surroundings: arguments of the recording.
final class RecordedSurroundings implements Surroundings {
    final List<DrawnMask> drawn = new ArrayList<>();

    /// Masks that are the same for all timesteps among them.
    final List<RecordedStep.PerRow> perRow = new ArrayList<>();

    private final Recording recording;
    private final SequenceCall call;
    private final int rows;

    RecordedSurroundings(Recording recording, SequenceCall call, int rows) {
        this.recording = recording;
        this.call = call;
        this.rows = rows;
    }

    @Override
    public Tensor mask(RandomMask mask, boolean perSequence, Shape shape, DType type) {
        Tensor argument = recording.argument(shape, type);
        int node = recording.number(argument);
        drawn.add(new DrawnMask(node, mask, perSequence));
        if (perSequence) {
            perRow.add(new RecordedStep.PerRow(node, -1, drawn.size() - 1));
        }
        return argument;
    }

    @Override
    public Tensor perRow(int index) {
        for (RecordedStep.PerRow known : perRow) {
            if (known.index() == index) {
                return recording.nodes().get(known.node()).tensor();
            }
        }
        Tensor tensor = call.perRow().get(index);
        Tensor argument = recording.argument(tensor.shape().with(0, rows), tensor.type());
        perRow.add(new RecordedStep.PerRow(recording.number(argument), index, -1));
        return argument;
    }
}
