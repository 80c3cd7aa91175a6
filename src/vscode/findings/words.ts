/** What findings are called where there is room for few words. Pure, so that the words are tested without an editor. */
import type { AuditCode, Finding } from '../../report/schema-audit.ts';
import type { Translate } from '../words/phrases.ts';

/** `copies the label` */
export function findingTitle({ code }: Pick<Finding, 'code'>, t: Translate): string {
  const titles: Record<AuditCode, string> = {
    'label-copy': t('copies the label'),
    'one-class-values': t('has values of one label alone'),
    'outcome-like': t('seems to be written with the outcome'),
    'aggregate-of-own-row': t('counts its own row'),
    'aggregate-of-future': t('counts later rows'),
    'encoding-collapse': t('encodes training labels'),
    'score-of-trained-rows': t('scores rows that it was trained on'),
    'identifier-order': t('is ordered like the label'),
    'random-split': t('random split'),
    'leave-one-out-split': t('leave-one-out split'),
    'per-user-split': t('split within each user'),
    'per-entity-split': t('split by entity'),
    'rows-across-cut': t('rows on the wrong side of the cut'),
    'test-data-validates': t('test data validates'),
    'duplicates-across-split': t('duplicates across the split'),
    'near-duplicates-across-split': t('near duplicates across the split'),
    'divided-lists': t('divided lists'),
    'entity-overlap': t('shared entities'),
    'row-order': t('rows in the order of the label'),
    'conflicting-labels': t('two labels for one row'),
    'future-dated-rows': t('rows in the future'),
    'built-after-cut': t('built after the cut'),
    'column-drift': t('drifts'),
  };
  return titles[code];
}

/** `worth +0.031 AUC`; four digits where three would hide it. Undefined without a price. */
export function shortPrice({ price }: Pick<Finding, 'price'>, t: Translate): string | undefined {
  if (price === undefined) return undefined;
  const digits = Math.abs(price.value) < 0.01 ? 4 : 3;
  return t('worth {0} AUC', `${price.value > 0 ? '+' : ''}${price.value.toFixed(digits)}`);
}

/** `2 leaks, 1 to look at`; undefined where there is neither. */
export function countWords(
  found: readonly { severity: Finding['severity'] }[],
  t: Translate,
): string | undefined {
  const errors = found.filter(({ severity }) => severity === 'error').length;
  const warnings = found.filter(({ severity }) => severity === 'warning').length;
  const parts = [
    ...(errors === 0 ? [] : [errors === 1 ? t('1 leak') : t('{0} leaks', errors)]),
    ...(warnings === 0 ? [] : [t('{0} to look at', warnings)]),
  ];
  return parts.length === 0 ? undefined : parts.join(', ');
}
