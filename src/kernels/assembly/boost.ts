/**
 * Gradient-boosted trees over binned columns, a byte per row and column. The caller lays out memory, draws columns and decides which
 * leaf is split next; see src/ranker/head/.
 */
export { addLeaf, pack, partition, startOrder, startPack } from './boost/rows';
export { bestSplit } from './boost/split';
export { histogram, subtract } from './boost/sums';
export { addTree, addTreeAt, loss } from './boost/trees';
