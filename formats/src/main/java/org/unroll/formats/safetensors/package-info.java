/// The safetensors format: reading, writing, checking.
package org.unroll.formats.safetensors;
