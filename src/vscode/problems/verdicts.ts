/**
 * The verdicts of a spec's last results as marks on the names of its sources. What a report says of a spec that has changed
 * since, or of data that has, is still worth knowing, and is not to be taken for the present: it says why it is stale and
 * counts as information. Verdicts on sources that are no longer there are gone.
 */
import type { Verdict } from '../../report/schema.ts';
import { specHash } from '../../spec/hash.ts';
import type { ParsedSpec } from '../../spec/parse.ts';
import type { SourceRange } from '../../spec/positions.ts';
import { isMapping, valueAt } from '../../spec/schema-walk.ts';
import { staleReason, type Translate } from '../codelens/titles.ts';
import type { SourceResult } from '../reports/results.ts';

export interface VerdictMark {
  range: SourceRange;
  severity: 'warning' | 'information';
  code: Verdict['code'];
  message: string;
  /** Of the report that says so. */
  reportPath: string;
}

export function verdictMarks(
  parsed: ParsedSpec,
  results: ReadonlyMap<string, SourceResult>,
  t: Translate,
): VerdictMark[] {
  const sources = valueAt(parsed.value, ['sources']);
  if (!Array.isArray(sources)) return [];
  const hash = parsed.spec && specHash(parsed.spec);
  return sources.flatMap((source, i): VerdictMark[] => {
    const name = isMapping(source) ? source['name'] : undefined;
    const result = typeof name === 'string' ? results.get(name) : undefined;
    if (result === undefined) return [];
    const range = parsed.rangeOf(['sources', i, 'name'], 'value');
    const stale = staleReason(hash !== result.report.spec.hash, result.staleInputs, t);
    return result.verdicts.map(({ code, severity, message, action }) => ({
      range,
      severity: severity === 'warning' && stale === undefined ? 'warning' : 'information',
      code,
      message: `${stale === undefined ? '' : `${t('Stale, {0}', stale)}: `}${message} ${action}`,
      reportPath: result.path,
    }));
  });
}
