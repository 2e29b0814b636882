package org.unroll.internal.kernel;

import org.jspecify.annotations.Nullable;
import org.unroll.internal.kernel.Updates.Adadelta;
import org.unroll.internal.kernel.Updates.Adagrad;
import org.unroll.internal.kernel.Updates.Adam;
import org.unroll.internal.kernel.Updates.Clip;
import org.unroll.internal.kernel.Updates.Decay;
import org.unroll.internal.kernel.Updates.Epsilon;
import org.unroll.internal.kernel.Updates.Momentum;
import org.unroll.internal.kernel.Updates.RatePlace;
import org.unroll.internal.kernel.Updates.RmsProp;
import org.unroll.internal.kernel.Updates.Sgd;

/// The optimizers' loops in float32. One plain loop each: the JIT compiler vectorizes them, and
/// memory bounds them anyway.
///
/// float64: GenerateDoubleKernels translates this file.
final class FloatUpdates {
    private FloatUpdates() {}

    /// Under a condition that does not change in the loop, of which the compiler makes two loops:
    /// most trainings limit nothing.
    private static float clamp(float g, float limit) {
        return Math.max(Math.min(g, limit), -limit);
    }

    static void sgd(Sgd rule, Clip clip, int from, int to, float[] parameter, float[] gradient) {
        float rate = (float) -rule.learningRate();
        float decay = (float) rule.weightDecay();
        float limit = (float) clip.limit();
        boolean limited = clip.limit() < Double.POSITIVE_INFINITY;
        float factor = (float) clip.factor();
        for (int i = from; i < to; i++) {
            float p = parameter[i];
            float clipped = (limited ? clamp(gradient[i], limit) : gradient[i]) * factor;
            parameter[i] = Math.fma(rate, Math.fma(decay, p, clipped), p);
        }
    }

    static void sgdWithMomentum(
            Sgd rule,
            Clip clip,
            Start start,
            int from,
            int to,
            float[] parameter,
            float[] gradient,
            float[] velocity) {
        boolean inside = rule.ratePlace() == RatePlace.IN_MOMENTUM;
        double scale = inside ? rule.learningRate() : 1;
        float rate = inside ? -1f : (float) -rule.learningRate();
        float decay = (float) rule.weightDecay();
        float momentum = (float) rule.momentum();
        float kept = start == Start.ZERO ? 0f : momentum;
        float taken = (float) (start == Start.ZERO ? scale : scale * (1 - rule.dampening()));
        // The step is g * fromGradient + velocity * fromVelocity
        float fromGradient = rule.kind() == Momentum.NESTEROV ? (float) scale : 0f;
        float fromVelocity = rule.kind() == Momentum.NESTEROV ? momentum : 1f;
        float limit = (float) clip.limit();
        boolean limited = clip.limit() < Double.POSITIVE_INFINITY;
        float factor = (float) clip.factor();
        for (int i = from; i < to; i++) {
            float p = parameter[i];
            float clipped = (limited ? clamp(gradient[i], limit) : gradient[i]) * factor;
            float g = Math.fma(decay, p, clipped);
            float v = Math.fma(kept, velocity[i], taken * g);
            velocity[i] = v;
            parameter[i] = Math.fma(rate, Math.fma(v, fromVelocity, g * fromGradient), p);
        }
    }

    static void rmsProp(
            RmsProp rule,
            Clip clip,
            int from,
            int to,
            float[] parameter,
            float[] gradient,
            float[] squares) {
        float rate = (float) -rule.learningRate();
        float decay = (float) rule.weightDecay();
        float alpha = (float) rule.alpha();
        float rest = (float) (1 - rule.alpha());
        float inside = rule.place() == Epsilon.INSIDE_ROOT ? (float) rule.epsilon() : 0f;
        float outside = rule.place() == Epsilon.INSIDE_ROOT ? 0f : (float) rule.epsilon();
        float limit = (float) clip.limit();
        boolean limited = clip.limit() < Double.POSITIVE_INFINITY;
        float factor = (float) clip.factor();
        for (int i = from; i < to; i++) {
            float p = parameter[i];
            float clipped = (limited ? clamp(gradient[i], limit) : gradient[i]) * factor;
            float g = Math.fma(decay, p, clipped);
            float s = Math.fma(alpha, squares[i], rest * g * g);
            squares[i] = s;
            float root = (float) Math.sqrt(s + inside) + outside;
            parameter[i] = Math.fma(rate, g / root, p);
        }
    }

    static void rmsPropExtended(
            RmsProp rule,
            Clip clip,
            int from,
            int to,
            float[] parameter,
            float[] gradient,
            float[] squares,
            float @Nullable [] means,
            float @Nullable [] velocity) {
        boolean rateInside = rule.ratePlace() == RatePlace.IN_MOMENTUM;
        float scale = rateInside ? (float) rule.learningRate() : 1f;
        float rate = rateInside ? -1f : (float) -rule.learningRate();
        float decay = (float) rule.weightDecay();
        float alpha = (float) rule.alpha();
        float rest = (float) (1 - rule.alpha());
        float momentum = (float) rule.momentum();
        float inside = rule.place() == Epsilon.INSIDE_ROOT ? (float) rule.epsilon() : 0f;
        float outside = rule.place() == Epsilon.INSIDE_ROOT ? 0f : (float) rule.epsilon();
        float limit = (float) clip.limit();
        boolean limited = clip.limit() < Double.POSITIVE_INFINITY;
        float factor = (float) clip.factor();
        for (int i = from; i < to; i++) {
            float p = parameter[i];
            float clipped = (limited ? clamp(gradient[i], limit) : gradient[i]) * factor;
            float g = Math.fma(decay, p, clipped);
            float s = Math.fma(alpha, squares[i], rest * g * g);
            squares[i] = s;
            if (means != null) {
                float m = Math.fma(alpha, means[i], rest * g);
                means[i] = m;
                s = Math.max(Math.fma(-m, m, s), 0f);
            }
            float step = scale * g / ((float) Math.sqrt(s + inside) + outside);
            if (velocity != null) {
                step = Math.fma(momentum, velocity[i], step);
                velocity[i] = step;
            }
            parameter[i] = Math.fma(rate, step, p);
        }
    }

    static void adam(
            Adam rule,
            Clip clip,
            int from,
            int to,
            float[] parameter,
            float[] gradient,
            float[] means,
            float[] squares) {
        boolean decoupled = rule.decay() == Decay.DECOUPLED;
        float rate = (float) (-rule.learningRate() / rule.correction1());
        float decay = decoupled ? 0f : (float) rule.weightDecay();
        float shrink = decoupled ? (float) (1 - rule.learningRate() * rule.weightDecay()) : 1f;
        float beta1 = (float) rule.beta1();
        float rest1 = (float) (1 - rule.beta1());
        float beta2 = (float) rule.beta2();
        float rest2 = (float) (1 - rule.beta2());
        float epsilon = (float) rule.epsilon();
        float unbias = (float) (1 / Math.sqrt(rule.correction2()));
        float limit = (float) clip.limit();
        boolean limited = clip.limit() < Double.POSITIVE_INFINITY;
        float factor = (float) clip.factor();
        for (int i = from; i < to; i++) {
            float p = parameter[i];
            float clipped = (limited ? clamp(gradient[i], limit) : gradient[i]) * factor;
            float g = Math.fma(decay, p, clipped);
            float m = Math.fma(beta1, means[i], rest1 * g);
            float s = Math.fma(beta2, squares[i], rest2 * g * g);
            means[i] = m;
            squares[i] = s;
            float root = Math.fma((float) Math.sqrt(s), unbias, epsilon);
            parameter[i] = Math.fma(rate, m / root, p * shrink);
        }
    }

    static void adamWithLargest(
            Adam rule,
            Clip clip,
            int from,
            int to,
            float[] parameter,
            float[] gradient,
            float[] means,
            float[] squares,
            float[] largest) {
        boolean decoupled = rule.decay() == Decay.DECOUPLED;
        float rate = (float) (-rule.learningRate() / rule.correction1());
        float decay = decoupled ? 0f : (float) rule.weightDecay();
        float shrink = decoupled ? (float) (1 - rule.learningRate() * rule.weightDecay()) : 1f;
        float beta1 = (float) rule.beta1();
        float rest1 = (float) (1 - rule.beta1());
        float beta2 = (float) rule.beta2();
        float rest2 = (float) (1 - rule.beta2());
        float epsilon = (float) rule.epsilon();
        float unbias = (float) (1 / Math.sqrt(rule.correction2()));
        float limit = (float) clip.limit();
        boolean limited = clip.limit() < Double.POSITIVE_INFINITY;
        float factor = (float) clip.factor();
        for (int i = from; i < to; i++) {
            float p = parameter[i];
            float clipped = (limited ? clamp(gradient[i], limit) : gradient[i]) * factor;
            float g = Math.fma(decay, p, clipped);
            float m = Math.fma(beta1, means[i], rest1 * g);
            float s = Math.fma(beta2, squares[i], rest2 * g * g);
            means[i] = m;
            squares[i] = s;
            float most = Math.max(largest[i], s);
            largest[i] = most;
            float root = Math.fma((float) Math.sqrt(most), unbias, epsilon);
            parameter[i] = Math.fma(rate, m / root, p * shrink);
        }
    }

    static void adagrad(
            Adagrad rule,
            Clip clip,
            int from,
            int to,
            float[] parameter,
            float[] gradient,
            float[] squares) {
        float rate = (float) -rule.learningRate();
        float decay = (float) rule.weightDecay();
        float inside = rule.place() == Epsilon.INSIDE_ROOT ? (float) rule.epsilon() : 0f;
        float outside = rule.place() == Epsilon.INSIDE_ROOT ? 0f : (float) rule.epsilon();
        float limit = (float) clip.limit();
        boolean limited = clip.limit() < Double.POSITIVE_INFINITY;
        float factor = (float) clip.factor();
        for (int i = from; i < to; i++) {
            float p = parameter[i];
            float clipped = (limited ? clamp(gradient[i], limit) : gradient[i]) * factor;
            float g = Math.fma(decay, p, clipped);
            float s = Math.fma(g, g, squares[i]);
            squares[i] = s;
            parameter[i] = Math.fma(rate, g / ((float) Math.sqrt(s + inside) + outside), p);
        }
    }

    static void adadelta(
            Adadelta rule,
            Clip clip,
            int from,
            int to,
            float[] parameter,
            float[] gradient,
            float[] squares,
            float[] deltas) {
        float rate = (float) -rule.learningRate();
        float decay = (float) rule.weightDecay();
        float rho = (float) rule.rho();
        float rest = (float) (1 - rule.rho());
        float epsilon = (float) rule.epsilon();
        float limit = (float) clip.limit();
        boolean limited = clip.limit() < Double.POSITIVE_INFINITY;
        float factor = (float) clip.factor();
        for (int i = from; i < to; i++) {
            float p = parameter[i];
            float clipped = (limited ? clamp(gradient[i], limit) : gradient[i]) * factor;
            float g = Math.fma(decay, p, clipped);
            float s = Math.fma(rho, squares[i], rest * g * g);
            squares[i] = s;
            float before = deltas[i];
            float d = (float) Math.sqrt(before + epsilon) / (float) Math.sqrt(s + epsilon) * g;
            deltas[i] = Math.fma(rho, before, rest * d * d);
            parameter[i] = Math.fma(rate, d, p);
        }
    }
}
