/// Reading tables, and the model file's layout.
package org.unroll.internal.io;
