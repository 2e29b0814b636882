/// The trainer and what it reports.
package org.unroll.train;
