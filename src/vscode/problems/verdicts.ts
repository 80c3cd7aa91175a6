/**
 * The verdicts of a spec's last results as marks on the names of its sources and models; a leak of the label stands on the column
 * that holds it. What a report says of a spec that has changed
 * since, or of data that has, is still worth knowing, and is not to be taken for the present: it says why it is stale and
 * counts as information. Verdicts on what is no longer there are gone.
 */

import type { Verdict } from '../../report/schema.ts';
import { THE_BASE } from '../../report/words/label-leak.ts';
import { isMapping, valueAt } from '../../specfile/authoring/schema-walk.ts';
import type { ParsedSpec } from '../../specfile/reading/parse.ts';
import type { SourceRange } from '../../specfile/reading/positions.ts';
import type { Spec } from '../../specfile/schema.ts';
import type { CheckedReport, LastResults, PartResult } from '../state/reports/results.ts';
import { baseStale, type Change, partStale } from '../state/reports/staleness.ts';
import { type Part, SECTIONS } from '../state/spec/parts.ts';
import type { Translate } from '../words/phrases.ts';
import { staleText } from '../words/stale.ts';

type SpecPath = readonly (string | number)[];
/** The newest report, and the last results of all parts. */
type MarkedResults = CheckedReport & LastResults;

export interface VerdictMark {
  range: SourceRange;
  severity: 'error' | 'warning' | 'information';
  code: Verdict['code'];
  message: string;
  /** Of the report that says so. */
  reportPath: string;
}

export function verdictMarks(parsed: ParsedSpec, results: MarkedResults, t: Translate): VerdictMark[] {
  const { spec } = parsed;
  const marksOf = (
    result: PartResult,
    nameOfPart: SpecPath,
    staleOf: (current: Spec) => Change | undefined,
  ): VerdictMark[] => {
    const stale = staleText(spec === undefined ? 'spec' : staleOf(spec), t);
    return result.verdicts.flatMap((verdict) => {
      const { code, severity, message, action } = verdict;
      const mark = {
        severity:
          stale === undefined && severity !== 'positive' && severity !== 'info' ? severity : 'information',
        code,
        message: `${stale === undefined ? '' : `${t('Stale, {0}', stale)}: `}${message} ${action}`,
        reportPath: result.path,
      } as const;
      return placesOf(verdict, nameOfPart, parsed).map((path) => ({
        ...mark,
        range: parsed.rangeOf(path, 'value'),
      }));
    });
  };
  const ofBase = results.report.verdicts.filter(({ target }) => target === THE_BASE);
  const parts = namesIn(parsed).flatMap(({ section, index, name }): VerdictMark[] => {
    const result = results[section].get(name);
    if (result === undefined) return [];
    return marksOf(result, [section, index, 'name'], (current) => partStale(result, name, current));
  });
  return [
    ...marksOf({ ...results, verdicts: ofBase }, ['log', 'path'], (current) => baseStale(results, current)),
    ...parts,
  ];
}

/** Whether a comment with a reason, on the line or alone above it, sets aside that a column holds the label, or may. */
export function isAccepted({ code, range }: Pick<VerdictMark, 'code' | 'range'>, text: string): boolean {
  if (!code.startsWith('label-')) return false;
  const { line } = range.start;
  const comment = new RegExp(`#\\s*lis:\\s*ignore\\s*\\[[^\\]]*\\b${code}\\b[^\\]]*\\].*\\w`, 'i');
  const [above = '', here = ''] = line === 0 ? ['', text] : text.split('\n').slice(line - 1, line + 1);
  return comment.test(here.split('\n')[0]!) || (/^\s*#/.test(above) && comment.test(above));
}

/** The columns of the target that hold the label, where the spec still has them; else the target itself. */
function placesOf({ columns = [] }: Verdict, fallback: SpecPath, { value }: ParsedSpec): SpecPath[] {
  const [section, index] = fallback;
  const found = columns.flatMap(({ name, specPath }) => {
    const ofPart = typeof index === 'number';
    if (ofPart && specPath[0] !== section) return [];
    const path = ofPart ? [section!, index, ...specPath.slice(2)] : specPath;
    const written = valueAt(value, path);
    return (isMapping(written) ? written['name'] : written) === name ? [path] : [];
  });
  return found.length > 0 ? found : [fallback];
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
