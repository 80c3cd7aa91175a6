/** Successive cuts that cannot be made: they need time, heads, and windows that the timeline has room for. */
import { removing } from '../authoring/repair.ts';
import type { SpecDocument } from '../reading/document.ts';
import { mark } from '../reading/mark.ts';
import type { SpecProblem } from '../reading/problem.ts';
import type { Spec } from '../schema.ts';

export function rolling(spec: Spec, document: SpecDocument): SpecProblem[] {
  if (spec.rolling === undefined) return [];
  const { lengths = [], lags = [] } = spec.rolling;
  const problems: SpecProblem[] = [];
  const wrong = (path: (string | number)[], code: string, message: string): void => {
    problems.push(mark(document, 'error', code, path, message, removing(document, path)));
  };
  if (spec.log.time === undefined)
    wrong(
      ['rolling'],
      'needs-time',
      'the log is cut in time, and without `log.time` there is none; name the time column, or remove `rolling`',
    );
  if (spec.training === 'joint' && document.has(['training']))
    wrong(
      ['rolling'],
      'needs-staged-training',
      'the windows of `rolling` share one base and its heads: it needs `training: staged`',
    );
  if (spec.selfEvidence === 'leave-user-out')
    wrong(
      ['rolling'],
      'diagnostic-alone',
      '`selfEvidence: leave-user-out` is a diagnostic that nothing is judged by; remove `rolling`',
    );
  const { slices } = spec.split;
  for (const [i, length] of lengths.entries()) {
    if (typeof slices === 'number' && length > slices)
      wrong(
        ['rolling', 'lengths', i],
        'window-too-long',
        `a window of ${length} slices is longer than the ${slices} slices of the timeline; use at most ${slices}`,
      );
  }
  for (const [i, lag] of lags.entries()) {
    if (typeof slices === 'number' && lag >= slices)
      wrong(
        ['rolling', 'lags', i],
        'lag-too-long',
        `data that is ${lag} slices old has nothing to read in ${slices} slices; use at most ${slices - 1}`,
      );
  }
  if (!spec.sources.some((source) => 'window' in source))
    for (const key of ['lengths', 'lags'] as const) {
      const message = `\`${key}\` are of sources with a \`window\`, and the spec has none`;
      if (spec.rolling[key] !== undefined) wrong(['rolling', key], 'no-effect', message);
    }
  return problems;
}
