/// Layers, parameters, initialisation.
package org.unroll.nn;
