/// Plots of a training: the loss curve and the confusion matrix, as PNG or SVG.
///
/// A plot is drawn once, on a [Canvas] of a few primitives. SVG needs nothing but text, so it works
/// on a machine without fonts; PNG goes through Java2D.
package org.unroll.cli.plot;
