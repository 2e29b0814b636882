/// Optimizers, learning-rate schedules, gradient clipping.
package org.unroll.optim;
