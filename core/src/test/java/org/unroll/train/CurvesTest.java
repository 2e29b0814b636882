package org.unroll.train;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class CurvesTest {
    @Test
    void aCurveKeepsEveryLossWhileThereIsRoom() {
        LossCurve curve = new LossCurve();
        for (int i = 1; i <= 1000; i++) {
            curve.add(i, i);
        }
        assertThat(curve.points(1000)).hasSize(1000).last().isEqualTo(new LossPoint(1000, 1000));
    }

    @Test
    void aLongCurveIsThinnedToMeansOfEqualStretches() {
        LossCurve curve = new LossCurve();
        for (int i = 1; i <= 5000; i++) {
            curve.add(i, i);
        }
        List<LossPoint> points = curve.points(5000);
        assertThat(points).hasSize(625).first().isEqualTo(new LossPoint(8, 4.5));
        assertThat(points).last().isEqualTo(new LossPoint(5000, 4996.5));
    }

    @Test
    void aRestoredCurveGoesOnAsIfNothingHadHappened() {
        LossCurve whole = new LossCurve();
        LossCurve broken = new LossCurve();
        for (int i = 1; i <= 3001; i++) {
            double loss = Math.sin(i);
            whole.add(i, loss);
            broken.add(i, loss);
            if (i == 1500 || i == 2999) {
                broken = LossCurve.restored("c", broken.tensors("c"), broken.values()::get);
            }
        }
        assertThat(broken.points(3001)).isEqualTo(whole.points(3001));
    }

    @Test
    void theRecentMeanForgets() {
        RecentMean mean = new RecentMean();
        assertThat(mean.value()).isNaN();
        for (int i = 1; i <= 60; i++) {
            mean.add(i);
        }
        assertThat(mean.value()).isEqualTo((11 + 60) / 2.0);
        assertThat(RecentMean.restored(mean.text()).value()).isEqualTo(mean.value());
    }

    @Test
    void patienceEndsAfterAsManyValidationsWithoutImprovement() {
        BestSoFar best = new BestSoFar();
        List<Boolean> improved = new ArrayList<>();
        for (double loss : new double[] {3, 2, 2, Double.NaN}) {
            improved.add(best.take(improved.size() + 1, loss));
        }
        assertThat(improved).containsExactly(true, true, false, false);
        assertThat(best.iteration()).isEqualTo(2);
        assertThat(best.exhausted(2)).isTrue();
        assertThat(best.exhausted(3)).isFalse();
        assertThat(best.exhausted(0)).isFalse();
    }
}
