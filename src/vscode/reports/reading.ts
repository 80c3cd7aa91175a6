/**
 * What reads reports and judges their inputs. One piece of the host's code, which is read with the first spec: pieces of their own
 * would each repeat their imports.
 */
export { RunHistory } from '../../report/history.ts';
export { readReport } from '../../report/store.ts';
export { ContentHashes } from './hashes.ts';
export { newestReports, storedHome } from './home.ts';
export { staleOf } from './stale.ts';
