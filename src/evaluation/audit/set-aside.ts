/** Gives each finding its line in the spec or training config, and sets aside what a comment there accepts. */
import { type Heeded, heeded, OF_REPORTS } from '../../audit/ignores.ts';
import type { Finding } from '../../report/schema-audit.ts';
import type { LoadedSpec } from '../load-spec.ts';

/**
 * @param findings most severe first
 * @param untold codes of findings that only a price would have told: a comment about them is not idle
 */
export function setAside(
  findings: readonly Finding[],
  loaded: LoadedSpec,
  untold: readonly string[],
): Heeded<Finding> {
  const placed = findings.map((finding) => ({ ...finding, line: lineOf(finding, loaded) }));
  return heeded(loaded.text, placed, 'label-copy', [...untold, ...OF_REPORTS]);
}

/** Where the spec names it; else where it has the split of what is about that, and where the log. */
function lineOf({ about, line, specPath }: Finding, { parsed }: LoadedSpec): number {
  if (line !== undefined) return line;
  const written = specPath !== undefined && parsed.has(specPath.slice(0, 1)) ? specPath : undefined;
  const elsewhere = about === 'split' && parsed.has(['split']) ? 'split' : 'log';
  return parsed.rangeOf(written ?? [elsewhere], 'key').start.line + 1;
}
