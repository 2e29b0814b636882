/// Losses.
package org.unroll.loss;
