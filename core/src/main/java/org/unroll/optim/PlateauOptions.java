package org.unroll.optim;

/// Options of [PlateauSchedule].
///
/// @param factor by what the rate is multiplied at a plateau, above 0, below 1
/// @param patience how many losses in a row may be no better before the next one lowers the rate,
///   at least 0
/// @param threshold by how much a loss must be better to count, at least 0
/// @param comparison whether the threshold is a share of the best loss or a difference
/// @param cooldown how many losses after a lowering are not counted, at least 0
/// @param lowest the rate below which it does not go, at least 0
public record PlateauOptions(
        double factor,
        int patience,
        double threshold,
        Comparison comparison,
        int cooldown,
        double lowest) {

    /// How a loss is compared with the best one.
    public enum Comparison {
        /// Better if below `best * (1 - threshold)`; for losses above 0.
        RELATIVE,
        /// Better if below `best - threshold`.
        ABSOLUTE
    }

    /// Checks the options.
    public PlateauOptions {
        Checks.belowOne("factor", Checks.positive("factor", factor));
        Checks.notNegative("patience", patience);
        Checks.notNegative("threshold", threshold);
        Checks.notNegative("cooldown", cooldown);
        Checks.notNegative("lowest", lowest);
    }

    /// PyTorch's defaults: a tenth after ten losses without improvement by a ten-thousandth.
    public static PlateauOptions standard() {
        return new PlateauOptions(0.1, 10, 1e-4, Comparison.RELATIVE, 0, 0);
    }

    /// The same with another factor.
    public PlateauOptions withFactor(double factor) {
        return new PlateauOptions(factor, patience, threshold, comparison, cooldown, lowest);
    }

    /// The same with another patience.
    public PlateauOptions withPatience(int patience) {
        return new PlateauOptions(factor, patience, threshold, comparison, cooldown, lowest);
    }

    /// The same with a threshold that is a share of the best loss.
    public PlateauOptions withRelativeThreshold(double threshold) {
        return new PlateauOptions(
                factor, patience, threshold, Comparison.RELATIVE, cooldown, lowest);
    }

    /// The same with a threshold that is a difference.
    public PlateauOptions withAbsoluteThreshold(double threshold) {
        return new PlateauOptions(
                factor, patience, threshold, Comparison.ABSOLUTE, cooldown, lowest);
    }

    /// The same with another cooldown.
    public PlateauOptions withCooldown(int cooldown) {
        return new PlateauOptions(factor, patience, threshold, comparison, cooldown, lowest);
    }

    /// The same with another lowest rate.
    public PlateauOptions withLowest(double lowest) {
        return new PlateauOptions(factor, patience, threshold, comparison, cooldown, lowest);
    }
}
