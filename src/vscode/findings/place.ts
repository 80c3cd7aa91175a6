/** Where a finding of the data stands in its spec, as the spec is now. Pure, so that it is tested without an editor. */
import type { Finding } from '../../report/schema-audit.ts';
import { columnPath, nameAt } from '../../specfile/authoring/column-places.ts';
import { valueAt } from '../../specfile/authoring/schema-walk.ts';
import type { ReadSpec } from '../../specfile/configs/read.ts';
import type { SourceRange } from '../../specfile/reading/positions.ts';

type SpecPath = readonly (string | number)[];

/**
 * The place that the audit named, where the spec still has it; of a column that moved, where it is listed now; else the log's
 * own path. Undefined in a training config, where only its line is known.
 */
export function placeOf(finding: Finding, parsed: ReadSpec): SourceRange | undefined {
  if (parsed.config !== undefined && !parsed.embedded) return undefined;
  return parsed.rangeOf([...pathOf(finding, parsed.value)], 'value');
}

/** Whether the spec has stopped reading a column that it read when it was audited. */
export function isGone({ about, target, specPath }: Finding, { value, config }: ReadSpec): boolean {
  if (config !== undefined || about !== 'column' || specPath === undefined) return false;
  return nameAt(value, specPath) !== target && columnPath(target, value) === undefined;
}

/** The path of what a finding is about in the spec as it is written now. */
function pathOf({ about, target, specPath }: Finding, written: unknown): SpecPath {
  const named = (path: SpecPath): boolean => about !== 'column' || nameAt(written, path) === target;
  if (specPath !== undefined && valueAt(written, specPath) !== undefined && named(specPath)) return specPath;
  if (about === 'column') return columnPath(target, written) ?? ['log', 'path'];
  if (about === 'split' && valueAt(written, ['split']) !== undefined) return ['split'];
  return ['log', 'path'];
}
