/**
 * Gradient-boosted trees over binned columns, a byte per row and column. The caller lays out memory, draws columns and decides which
 * leaf is split next; see src/head/.
 */
export { addLeaf, pack, partition, startOrder, startPack } from './_boost-rows';
export { bestSplit } from './_boost-split';
export { histogram, subtract } from './_boost-sums';
export { addTree, addTreeAt, loss } from './_boost-trees';
