/// What the tasks share: the network's options, the model file and the checkpoint files.
///
/// A model file is one safetensors file: tensors under PyTorch's names; configuration, vocabulary
/// and where the model came from as JSON texts in the header.
/// [ModelFile][org.unroll.model.ModelFile] refuses a file that is cut off, altered, of another
/// version or of another task.
package org.unroll.model;
