/** Identifiers whose order tells the label: given in the order of the outcome, or of a file that is sorted by it. */
import { score } from '../../../common/format.ts';
import type { Found } from '../check.ts';
import type { AuditSubject } from '../subject.ts';
import { aucAlone, scoredRows } from './facts.ts';

/** Distance of the AUC from 0.5 that is worth a note, and one that should be explained: ids by popularity come so far where negatives were drawn. */
const NOTE = 0.1;
const ORDERED = 0.4;
/** Standard errors by which it must exceed the note's. */
const CERTAIN = 4;

/** Codes stand in the order of the ids. */
export function identifierOrder(subject: AuditSubject): Found[] {
  const { data, spec, evaluation } = subject;
  const scored = scoredRows(subject, evaluation);
  if (scored === undefined) return [];
  const ids: readonly [name: string, codes: Uint32Array | undefined, specPath: string[]][] = [
    [spec.log.user, data.user, ['log', 'user']],
    [spec.log.item, data.item, ['log', 'item']],
    [spec.log.group ?? '', data.group, ['log', 'group']],
  ];
  return ids.flatMap(([name, codes, specPath]): Found[] => {
    if (codes === undefined) return [];
    const { value, se } = aucAlone(Float64Array.from(codes), evaluation, scored);
    if (Math.abs(value) < NOTE + CERTAIN * se) return [];
    const auc = 0.5 + value;
    return [
      {
        code: 'identifier-order',
        severity: Math.abs(value) >= ORDERED ? 'warning' : 'info',
        about: 'column',
        target: name,
        message: `The order of \`${name}\` alone ranks the evaluation rows with AUC ${score(auc)}.`,
        evidence: [
          { name: 'AUC of the order', value: auc },
          { name: 'standard error', value: se },
        ],
        why: 'Where ids are given in the order of outcomes, a ranker that reads them as numbers reads the outcome.',
        remedy: `Read \`${name}\` as a category, never as a number, and find out in which order its values are given.`,
        specPath,
      },
    ];
  });
}
