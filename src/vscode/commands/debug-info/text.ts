/**
 * `LIS: Copy Debug Information`: what a report of a defect needs. It names versions, settings and sizes, and holds no data,
 * no file's contents, no path and no name from a spec. Pure, so that this promise is tested.
 */
import type { Report } from '../../../report/schema.ts';

export interface DebugFacts {
  extension: string;
  editor: string;
  runtime: string;
  machine: { platform: string; arch: string; release: string; cores: number; memoryBytes: number };
  remote: string | undefined;
  browser: boolean;
  trusted: boolean;
  folders: number;
  specs: number;
  settings: Record<string, unknown>;
  /** State of the compute process. */
  compute: 'running' | 'not started';
  last: { report: Report; stale: boolean } | undefined;
  failure: { kind: string; code: string } | undefined;
}

/** Markdown, ending in a line break. */
export function debugText(facts: DebugFacts): string {
  const { machine, last, failure } = facts;
  const gigabytes = (machine.memoryBytes / 1024 ** 3).toFixed(1);
  const lines = [
    '## LIS Lens',
    `- extension ${facts.extension}, ${facts.editor}, ${facts.runtime}`,
    `- ${machine.platform} ${machine.arch} ${machine.release}, ${machine.cores} cores, ${gigabytes} GB`,
    `- remote: ${facts.remote ?? 'no'}; in a browser: ${yes(facts.browser)}; trusted: ${yes(facts.trusted)}`,
    `- folders: ${facts.folders}; specs: ${facts.specs}; compute process: ${facts.compute}`,
    `- settings: ${JSON.stringify(facts.settings)}`,
    ...(last === undefined ? ['- last run: none'] : lastRun(last.report, last.stale)),
    ...(failure === undefined ? [] : [`- last failure: ${failure.kind} ${failure.code}`]),
  ];
  return `${lines.join('\n')}\n`;
}

function lastRun(
  { tool, created, data, resources, ranker, arms, sources, warnings, verdicts }: Report,
  stale: boolean,
) {
  const { wallSeconds, peakMemoryBytes, threads, versions } = resources;
  const kinds = sources.map(({ kind, provenance }) => `${kind} (${provenance})`).join(', ') || 'none';
  return [
    `- last run: ${created} by ${tool.version}${stale ? ', stale' : ''}`,
    `  - ${data.rows} rows, ${data.users} users, ${data.items} items, ${data.slices ?? 'no'} slices`,
    `  - ranker ${String(ranker['kind'])}, ${arms.length} arms, ${arms[0]?.perSeed.length ?? 0} seeds, sources: ${kinds}`,
    `  - ${wallSeconds.toFixed(1)} s, ${Math.round(peakMemoryBytes / 1024 ** 2)} MB, ${threads} threads, ${JSON.stringify(versions)}`,
    `  - verdicts: ${verdicts.map(({ code }) => code).join(', ') || 'none'}; warnings: ${warnings.map(({ code }) => code).join(', ') || 'none'}`,
  ];
}

function yes(value: boolean): string {
  return value ? 'yes' : 'no';
}
