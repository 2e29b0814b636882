/// Recurrent cells and the layers that run them over time.
package org.unroll.recurrent;
