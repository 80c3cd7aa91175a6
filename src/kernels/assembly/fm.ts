/** The factorisation machine as a ranker: blocks of rows of any number of fields; see tables/fm.ts. */
export { scoreBlock, trainBlock } from './tables/fm';
export { initWeights } from './tables/ranker';
export { initField } from './tables/table';
