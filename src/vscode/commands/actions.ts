/**
 * What commands do. They are one piece of the host's code, which is read when the first of them runs and never at the
 * editor's start: with a piece for each, the host would be 8 kB larger for what each repeats of its imports.
 */

export { copyDebugInfo } from './debug-info/copy.ts';
export { evaluateSpec } from './evaluate/evaluate.ts';
export { evaluateAll } from './evaluate/evaluate-all.ts';
export { tellInterrupted } from './evaluate/interrupted.ts';
export { evaluateSource } from './evaluate/part.ts';
export { openExample } from './example/open.ts';
export { exportFeatures } from './features/export.ts';
export { createSpec } from './new-spec/from-config.ts';
export { newEvaluation } from './new-spec/from-data.ts';
export { chooseForExport, chooseSubject } from './report/choose.ts';
export { exportReport } from './report/export.ts';
export { goToSpec } from './side/go-to-spec.ts';
export { forgetToken, storeToken } from './tokens/tokens.ts';
