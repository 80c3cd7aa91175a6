/** What each tool does. The same functions answer over MCP and in the editor. */
import { readFile } from 'node:fs/promises';
import { readAnySpec } from '../specfile/configs/adapt.ts';
import { checkSpec } from './check-spec.ts';
import type { AgentContext, Call } from './context.ts';
import { findSpecs } from './find-specs.ts';
import { listFindings } from './list-findings.ts';
import type { Input, Output, ToolName } from './schemas.ts';
import { newestReport, summaryOf } from './summary.ts';

type Answers = {
  [Name in ToolName]: (input: Input<Name>, context: AgentContext, call: Call) => Promise<Output<Name>>;
};

/** @throws Failure for what the agent can mend, Cancelled as soon as the signal aborts */
export const ANSWERS: Answers = {
  list_specs: listSpecs,
  latest_report: async ({ spec }, context) => {
    const path = await context.roots.file(spec);
    return summaryOf(await newestReport(path, context), path, context);
  },
  list_findings: listFindings,
  check_spec: checkSpec,
  run_evaluation: async ({ spec, sources, seeds, precision }, context, call) => {
    const specPath = await context.roots.file(spec);
    await context.evaluate({ specPath, sources, seeds, precision }, call);
    return summaryOf(await newestReport(specPath, context), specPath, context);
  },
};

async function listSpecs(
  _input: Input<'list_specs'>,
  context: AgentContext,
  { signal }: Call,
): Promise<Output<'list_specs'>> {
  const { folders } = context.roots;
  const { paths, more } = await findSpecs(folders, signal);
  const specs = [];
  for (const path of paths) {
    signal.throwIfAborted();
    const text = await readFile(path, 'utf8').catch(() => undefined);
    if (text === undefined) continue; // gone since it was found
    const { spec, problems } = await readAnySpec(text, path);
    specs.push({
      spec: context.roots.shown(path),
      sources: spec?.sources.map(({ name }) => name) ?? [],
      models: spec?.models.map(({ name }) => name) ?? [],
      errors: problems.filter(({ severity }) => severity === 'error').length,
      reported: (await context.latestReport(path))?.report.created ?? null,
    });
  }
  return { roots: [...folders], specs, more };
}
