/// Text generation, one character after the other: [TextTrainer][org.unroll.text.TextTrainer] makes
/// a [TextModel][org.unroll.text.TextModel] from a [TextSource][org.unroll.text.TextSource], and
/// the model writes.
package org.unroll.text;
