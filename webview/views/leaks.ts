/** Which arms read the label: their scores stand apart, since beside them all others would look alike. */
import type { ArmReport, Report } from '../../src/report/schema.ts';
import { leaking, THE_BASE } from '../../src/report/words/label-leak.ts';

/** Whether an arm reads the label: its source or its model does, or the base that it goes on from. */
export function armLeaks(report: Pick<Report, 'verdicts'>): (arm: ArmReport) => boolean {
  const leaks = leaking(report);
  return ({ arm, source, model }) =>
    arm === 'base' ? leaks.has(THE_BASE) : leaks.has(model ?? source ?? '');
}
