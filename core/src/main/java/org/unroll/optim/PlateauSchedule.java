package org.unroll.optim;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import org.unroll.tensor.DType;
import org.unroll.tensor.Parameters;
import org.unroll.tensor.Tensor;

/// Lowers the rate when the loss no longer falls: PyTorch's `ReduceLROnPlateau` for losses, without
/// its epsilon, which keeps very small rates from getting smaller still.
///
/// Each validation loss is given to [#observe]; [#rate] then gives the lowered rate. The state goes
/// into checkpoints beside the optimizer's.
public final class PlateauSchedule implements Schedule {
    private final PlateauOptions options;
    private double best = Double.POSITIVE_INFINITY;
    private int worse; // losses in a row that were no better
    private int cooldown; // losses yet that are not counted
    private double scale = 1;

    /// A schedule that has seen no loss yet.
    public PlateauSchedule(PlateauOptions options) {
        this.options = Objects.requireNonNull(options, "options");
    }

    /// Takes in the next loss; one that is not a number counts as no better.
    public void observe(double loss) {
        if (isBetter(loss)) {
            best = loss;
            worse = 0;
        } else {
            worse++;
        }
        if (cooldown > 0) {
            cooldown--;
            worse = 0;
        }
        if (worse > options.patience()) {
            scale *= options.factor();
            cooldown = options.cooldown();
            worse = 0;
        }
    }

    private boolean isBetter(double loss) {
        if (best == Double.POSITIVE_INFINITY) {
            return loss < best;
        }
        return switch (options.comparison()) {
            case RELATIVE -> loss < best * (1 - options.threshold());
            case ABSOLUTE -> loss < best - options.threshold();
        };
    }

    @Override
    public double rate(long step, double base) {
        // a base that is below the lowest rate already stays as it is
        return Math.max(base * scale, Math.min(base, options.lowest()));
    }

    /// The options.
    public PlateauOptions options() {
        return options;
    }

    /// Everything that [#load] needs: scalars of type float64.
    public Parameters state() {
        Map<String, Tensor> state = new LinkedHashMap<>();
        state.put("best", Tensor.scalar(DType.FLOAT64, best));
        state.put("worse", Tensor.scalar(DType.FLOAT64, worse));
        state.put("cooldown", Tensor.scalar(DType.FLOAT64, cooldown));
        state.put("scale", Tensor.scalar(DType.FLOAT64, scale));
        return Parameters.of(state);
    }

    /// Goes on from a state that a schedule with the same options gave.
    ///
    /// @throws IllegalArgumentException if a scalar is missing or unknown; then nothing has changed
    public void load(Map<String, Tensor> state) {
        Parameters own = state();
        own.load(state);
        best = own.get("best").item();
        worse = (int) own.get("worse").item();
        cooldown = (int) own.get("cooldown").item();
        scale = own.get("scale").item();
    }
}
