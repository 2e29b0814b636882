/// Text: vocabularies, language models, sampling.
package org.unroll.text;
