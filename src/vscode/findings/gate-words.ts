/** What a gate measured, beside its bound. Pure, so that the words are tested without an editor. */
import { limits, signed } from '../../common/format.ts';
import type { Report } from '../../report/schema.ts';

export interface Measured {
  /** `transferable +0.0012`, as short as the bound that stands beside it. */
  value: string;
  /** `transferable +0.0012 [-0.0002, +0.0027]`: the estimate that the number is of, where it is one of the log's label. */
  whole: string;
}

export function gateMeasured(gate: NonNullable<Report['gate']>, report: Report): Measured {
  const source = report.sources.find(({ name }) => name === gate.source);
  const model = report.models.find(({ name }) => name === gate.model);
  const named = { transferable: source?.lis.transferable, total: source?.lis.total, ais: model?.ais };
  const [name, estimate] = Object.entries(named).find(
    ([, candidate]) => gate.objective === undefined && candidate?.value === gate.value,
  ) ?? ['', undefined];
  const value = `${name} ${signed(gate.value)}`.trim();
  return { value, whole: estimate === undefined ? value : `${value} ${limits(estimate)}` };
}
