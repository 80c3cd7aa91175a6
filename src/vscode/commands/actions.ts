/**
 * What commands do. They are one piece of the host's code, which is read when the first of them runs and never at the
 * editor's start: with a piece for each, the host would be 8 kB larger for what each repeats of its imports.
 */
export { createSpec } from '../configs/create.ts';
export { copyDebugInfo } from '../copy-debug-info.ts';
export { newEvaluation } from '../dataset/new-evaluation.ts';
export { openExample } from '../example/open-example.ts';
export { chooseForExport, chooseSubject } from '../panel/choose.ts';
export { exportReport } from '../panel/export.ts';
export { evaluateSpec } from '../runs/evaluate.ts';
export { evaluateAll } from '../runs/evaluate-all.ts';
export { exportFeatures } from '../runs/export-features.ts';
export { tellInterrupted } from '../runs/interrupted.ts';
export { evaluateSource } from '../runs/source.ts';
export { compareRuns } from '../side/compare.ts';
export { textOf } from '../side/documents.ts';
export { goToSpec } from '../side/open.ts';
