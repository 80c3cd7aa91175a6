/**
 * What is needed once there is a spec or a training config: parsing it, telling of it while it is written, reading its reports.
 * One piece of the host's code: pieces of their own would each repeat their imports.
 */
export { configColumns } from '../code/config.ts';
export { RunHistory } from '../report/history.ts';
export { readReport } from '../report/store.ts';
export { cursorAt, entriesAt, wantsAt } from '../spec/completion/complete.ts';
export { assembleConfig } from '../spec/configs/assemble.ts';
export { draftConfig } from '../spec/configs/draft-config.ts';
export { nodeFiles } from '../spec/configs/node-files.ts';
export { readSpecText } from '../spec/configs/read.ts';
export { dataProblems, tablesOf } from '../spec/data-problems.ts';
export { columnHover, filesHover, hoverAt } from '../spec/hover.ts';
export { parseSpec } from '../spec/parse.ts';
export { ContentHashes } from './reports/hashes.ts';
export { newestReports, storedHome } from './reports/home.ts';
export { staleOf } from './reports/stale.ts';
