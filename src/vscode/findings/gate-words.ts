/** What a gate measured, beside its bound. Pure, so that the words are tested without an editor. */
import { limits, signed } from '../../common/format.ts';
import type { Report } from '../../report/schema.ts';

/** `transferable +0.0012 [-0.0002, +0.0027]`: the estimate that the gate's number is of, where it is one of the log's label. */
export function gateMeasured(gate: NonNullable<Report['gate']>, report: Report): string {
  const source = report.sources.find(({ name }) => name === gate.source);
  const model = report.models.find(({ name }) => name === gate.model);
  const named = { transferable: source?.lis.transferable, total: source?.lis.total, ais: model?.ais };
  const [name, estimate] = Object.entries(named).find(
    ([, candidate]) => gate.objective === undefined && candidate?.value === gate.value,
  ) ?? ['', undefined];
  return [name, signed(gate.value), ...(estimate === undefined ? [] : [limits(estimate)])].join(' ').trim();
}
