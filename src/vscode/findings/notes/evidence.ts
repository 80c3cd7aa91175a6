/**
 * What the latest report knows about columns by name. Features of a source of columns are called as the log calls them;
 * those of any other source are columns only where `lis features` wrote them, under `ARM_FEATURE`.
 */

import { headlineLis } from '../../../report/estimates.ts';
import type { Estimate, FeatureReport, Report, SourceReport } from '../../../report/schema.ts';
import { COLUMN_LEAK, leakOf } from '../../../report/words/label-leak.ts';

export interface Evidence {
  source: SourceReport;
  feature: FeatureReport;
  /**
   * What the headline arm loses without the feature. Of a source's only feature that is the source's LIS: without it the
   * arm is the base. Absent where the run never trained without it.
   */
  gain?: Estimate;
  /** AUC of the column alone, where it holds the label. */
  leak?: number;
  /** The arm that the numbers belong to, the source's headline. */
  arm: 'leaked' | 'leaked-total';
}

/** Column name → what each source says of it, the strongest first. Never empty. */
export type Knowledge = ReadonlyMap<string, readonly [Evidence, ...Evidence[]]>;

export function knowledgeOf(report: Report): Knowledge {
  const known = new Map<string, [Evidence, ...Evidence[]]>();
  for (const source of report.sources) {
    const arm = source.lis.transferable === undefined ? 'leaked-total' : 'leaked';
    for (const feature of source.features) {
      const gain = feature.dropGain ?? (source.features.length === 1 ? headlineLis(source) : undefined);
      const names = [`${arm}_${feature.name}`];
      if (source.kind === 'columns') names.push(feature.name);
      for (const name of names) {
        const others = known.get(name);
        const leak = leakOf(report, source.name)?.columns?.find(
          (column) => column.name === feature.name,
        )?.auc;
        const evidence: Evidence = {
          ...{ source, feature, arm },
          ...(gain !== undefined && { gain }),
          ...(leak !== undefined && leak >= COLUMN_LEAK && { leak }),
        };
        if (others === undefined) known.set(name, [evidence]);
        else others.push(evidence);
      }
    }
  }
  for (const evidence of known.values()) evidence.sort((a, b) => strength(b) - strength(a));
  return known;
}

/** What the interval of the gain is sure of, a leak of the label before all; behind those, what was never trained without. */
function strength({ leak, gain, feature: { singleAuc } }: Evidence): number {
  if (leak !== undefined) return 1e3 + leak;
  return gain?.low ?? (singleAuc ?? 0) - 1e3;
}

/** What the report lets one say of a column. */
export type Finding = 'leaks' | 'adds' | 'hurts' | 'nothing' | 'unmeasured';

export function findingOf({ gain, leak }: Evidence): Finding {
  if (leak !== undefined) return 'leaks';
  return gain === undefined ? 'unmeasured' : sideOf(gain);
}

/** On which side of 0 the interval lies. */
export function sideOf({ low, high }: Estimate): Exclude<Finding, 'leaks' | 'unmeasured'> {
  if (low > 0) return 'adds';
  return high < 0 ? 'hurts' : 'nothing';
}
