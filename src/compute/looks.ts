/** What the compute process looks at beside a job: short, with little memory, each from its message to the one that ends it. */

import { auditCells } from '../audit/code/index.ts';
import type { RunContext } from '../common/progress.ts';
import { compareRuns } from '../metrics/intervals/compare-runs.ts';
import type { CodeFound, HostPayloads, LookMessage, WorkerMessage } from '../protocol/messages.ts';
import { renderComparisonMarkdown } from '../report/exports/compare-markdown.ts';
import { fingerprintFile } from '../report/kept/fingerprint.ts';
import { readReport } from '../report/kept/store.ts';
import type { TableFacts } from '../specfile/authoring/facts.ts';

export interface LookParts {
  describe(
    patterns: readonly string[],
    folder: string,
    run: RunContext,
    options: { rows: number; header?: readonly string[] | undefined },
  ): Promise<TableFacts>;
}

/** A look must not slow the job beside it, nor take its memory. */
const LIMITS = { threads: 1, memoryBytes: 512 * 2 ** 20 };

/** @returns the message that ends the look in order. @throws Failure, Cancelled */
export async function runLook(
  parts: LookParts,
  { type, payload }: LookMessage,
  signal: AbortSignal,
): Promise<WorkerMessage> {
  switch (type) {
    case 'describe': {
      const { runId, patterns, folder, rows, header } = payload;
      const context = { ...LIMITS, signal, onProgress: () => undefined };
      const found = await parts.describe(patterns, folder, context, { rows, header });
      const { files, complete, columns } = found; // a look at data may find more than the editor asks for
      const facts = { files, rows: found.rows, complete, columns };
      return { type: 'described', payload: { runId, facts } };
    }
    case 'hash': {
      const { runId, path } = payload;
      return { type: 'hashed', payload: { runId, hash: await hashOf(path, signal) } };
    }
    case 'auditCode':
      return { type: 'codeAudited', payload: { runId: payload.runId, found: codeFound(payload.cells) } };
    case 'compare':
      return { type: 'compared', payload: { runId: payload.runId, ...(await compare(payload)) } };
  }
}

/** @throws Failure `data` for a file that cannot be read; Cancelled */
async function hashOf(path: string, signal: AbortSignal): Promise<string> {
  return (await fingerprintFile(path, 'log', '.', signal)).hash;
}

async function compare({ reports }: HostPayloads['compare']) {
  const read = reports.map(async ({ name, path }) => ({ name, report: await readReport(path) }));
  const comparison = compareRuns(await Promise.all(read));
  return { markdown: renderComparisonMarkdown(comparison), comparison: JSON.stringify(comparison) };
}

/** What leaks, and what comments accept, as one list. */
function codeFound(cells: readonly string[]): CodeFound {
  const { findings, ignored, idleIgnores } = auditCells(cells);
  return { findings: [...findings, ...ignored], idleIgnores };
}
