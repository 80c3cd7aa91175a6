/** The ranker: fields in, scores out. */
export { binCodes, type CodeColumn, fieldBlock, MISSING, quantileBins } from './fields.ts';
export { rankerBytes } from './kinds.ts';
export type { FieldBlock, RankResult, RankTask, RowParts, TaskHooks } from './ranker.ts';
export { runTask, type TrainHooks } from './train.ts';
