/// The engine: records a step, plans it, runs it over time.
package org.unroll.internal.plan;
