/** What a report says of the leaks that the last audit of its spec found: a line for each error. */
import { limits, signed } from '../../common/format.ts';
import type { Report } from '../schema.ts';

export const AUDIT_TITLE = 'Leaks that the audit found';

/** `label-copy: …, worth +0.0312 AUC [+0.0280, +0.0344]`. */
export function auditLines({ audit = [] }: Pick<Report, 'audit'>): string[] {
  return audit
    .filter(({ severity }) => severity === 'error')
    .map(({ code, message, price }) => {
      const worth = price === undefined ? '' : ` It is worth ${signed(price.value)} AUC ${limits(price)}.`;
      return `${code}: ${message}${worth}`;
    });
}
