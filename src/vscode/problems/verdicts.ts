/**
 * The verdicts of a spec's last results as marks on the names of its sources and models. What a report says of a spec that has changed
 * since, or of data that has, is still worth knowing, and is not to be taken for the present: it says why it is stale and
 * counts as information. Verdicts on what is no longer there are gone.
 */
import type { Verdict } from '../../report/schema.ts';
import type { ParsedSpec } from '../../spec/parse.ts';
import type { SourceRange } from '../../spec/positions.ts';
import { isMapping, valueAt } from '../../spec/schema-walk.ts';
import { staleReason, type Translate } from '../codelens/titles.ts';
import type { LastResults } from '../reports/results.ts';
import { partStale } from '../reports/staleness.ts';
import { type Part, SECTIONS } from '../spec/parts.ts';

export interface VerdictMark {
  range: SourceRange;
  severity: 'warning' | 'information';
  code: Verdict['code'];
  message: string;
  /** Of the report that says so. */
  reportPath: string;
}

export function verdictMarks(parsed: ParsedSpec, results: LastResults, t: Translate): VerdictMark[] {
  return namesIn(parsed).flatMap(({ section, index, name }): VerdictMark[] => {
    const result = results[section].get(name);
    if (result === undefined) return [];
    const range = parsed.rangeOf([section, index, 'name'], 'value');
    const stale =
      parsed.spec === undefined ? staleReason(true, [], t) : partStale(result, name, parsed.spec, t);
    return result.verdicts.map(({ code, severity, message, action }) => ({
      range,
      severity: severity === 'warning' && stale === undefined ? 'warning' : 'information',
      code,
      message: `${stale === undefined ? '' : `${t('Stale, {0}', stale)}: `}${message} ${action}`,
      reportPath: result.path,
    }));
  });
}

/** The parts that have a name, however broken the rest of the spec is. */
function namesIn({ value }: ParsedSpec): Part[] {
  return SECTIONS.flatMap((section) => {
    const list = valueAt(value, [section]);
    if (!Array.isArray(list)) return [];
    return list.flatMap((entry, index) => {
      const name = isMapping(entry) ? entry['name'] : undefined;
      return typeof name === 'string' ? [{ section, index, name }] : [];
    });
  });
}
