/**
 * What is needed once there is a spec or a training config: parsing it, telling of it while it is written, reading its reports.
 * One piece of the host's code: pieces of their own would each repeat their imports.
 */
export { configColumns } from '../../code/config.ts';
export { readReport } from '../../report/kept/store.ts';
export { columnsFor, withColumns } from '../../specfile/authoring/column-repairs.ts';
export { dataProblems, tablesOf } from '../../specfile/authoring/data-problems.ts';
export { columnHover, filesHover, hoverAt } from '../../specfile/authoring/hover.ts';
export { addingVectors } from '../../specfile/authoring/vector-model.ts';
export { cursorAt, entriesAt, wantsAt } from '../../specfile/completion/complete.ts';
export { assembleConfig } from '../../specfile/configs/assemble.ts';
export { draftConfig } from '../../specfile/configs/draft-config.ts';
export { nodeFiles } from '../../specfile/configs/node-files.ts';
export { readSpecText } from '../../specfile/configs/read.ts';
export { parseSpec } from '../../specfile/reading/parse.ts';
export { ContentHashes } from './reports/hashes.ts';
export { allRunPaths, newestReports, storedHome } from './reports/home.ts';
export { runHistory } from './reports/run-history.ts';
export { staleOf } from './reports/stale.ts';
