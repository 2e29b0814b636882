/// Public sets of data that examples learn from: what they are
/// ([Dataset][org.unroll.datasets.Dataset]), and a folder of this machine where they are kept
/// ([DatasetStore][org.unroll.datasets.DatasetStore]), fetched once from the network or taken from
/// another folder.
package org.unroll.datasets;
