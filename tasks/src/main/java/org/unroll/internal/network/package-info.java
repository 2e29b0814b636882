/// The recurrent core that text models and classifiers have in common.
package org.unroll.internal.network;
