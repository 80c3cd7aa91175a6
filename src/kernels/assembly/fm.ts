/** The factorisation machine as a ranker: blocks of rows of any number of fields; see _fm.ts. */
export { scoreBlock, trainBlock } from './_fm';
export { initWeights } from './_ranker';
export { initField } from './_table';
