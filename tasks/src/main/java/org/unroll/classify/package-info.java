/// Sequence classification: classifiers and their reports.
package org.unroll.classify;
