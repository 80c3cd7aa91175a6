/** The part of a report that a run's last message carries. It copies numbers; it computes none. */

import { Failure } from '../common/failure.ts';
import type { RunSummary } from '../protocol/messages.ts';
import type { Report } from '../report/schema.ts';

/** @throws Failure `internal` when the report holds no base arm, which every run trains. */
export function summarize(report: Report): RunSummary {
  const base = report.arms.find((arm) => arm.arm === 'base');
  if (base === undefined) throw new Failure('internal', 'no-base-arm', 'The report holds no base arm.');
  return {
    created: report.created,
    baseAuc: base.auc,
    sources: report.sources.map(({ name, lis: { transferable, total } }) =>
      transferable === undefined ? { name, total } : { name, transferable, total },
    ),
    models: report.models.map(({ name, ais }) => ({ name, ais })),
  };
}
