/** A small workspace with a spec that has been evaluated: one source is worth aligning on, the other is not. */
import type { Report, Verdict } from '../../src/report/schema.ts';
import { specHash } from '../../src/specfile/hash.ts';
import { parseSpec } from '../../src/specfile/reading/parse.ts';
import { estimate, exampleReport } from '../fixtures/report.ts';
import { smallSpec } from './small-workspace.ts';

export const JUDGED_SPEC = smallSpec('seeds: 2 # for now\n')
  .replace('path: data/', 'path: ../data/')
  .replace('window: all', 'window: 3');

const verdict = (
  target: string,
  code: Verdict['code'],
  severity: Verdict['severity'],
  action: string,
): Verdict => ({
  ...{ target, code, severity, action },
  message: `The transferable LIS of ${target} says so.`,
});

export function judgedReport(): Report {
  const [source] = exampleReport().sources;
  const named = (name: string, value: number, honest: number) => ({
    ...{ ...source!, name, honestGain: estimate(honest, 0.002) },
    lis: { transferable: estimate(value, 0.0051), total: estimate(value + 0.1, 0.01) },
  });
  return exampleReport({
    created: new Date(Date.now() - 2 * 3_600_000).toISOString(),
    spec: { path: 'lis.yaml', hash: specHash(parseSpec(JUDGED_SPEC).spec!) },
    sources: [named('co-click', 0.0203, 0.0084), named('recent', -0.0071, -0.001)],
    verdicts: [
      verdict('co-click', 'headroom', 'positive', 'Worth aligning on.'),
      verdict('recent', 'no-headroom', 'info', 'Try another source, or a longer window.'),
    ],
  });
}

/** In a folder of its own. */
export const judgedFiles = (): Record<string, string> => ({
  'judged/lis.yaml': JUDGED_SPEC,
  'judged/.lis/runs/2026-11-01T10-00-00-000Z-lis.json': JSON.stringify(judgedReport()),
});
