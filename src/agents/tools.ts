/** The table of the tools: what each is called, what it tells an agent of itself, and whether it writes. The manifest repeats it. */
import type { ToolName } from './schemas.ts';

export interface ToolFacts {
  /** For people. */
  title: string;
  /** For the model: what it answers, and when to call it. */
  description: string;
  /** It trains rankers and writes a report; the user is asked before. */
  writes: boolean;
}

export const TOOLS: Readonly<Record<ToolName, ToolFacts>> = {
  list_specs: {
    title: 'List LIS specs',
    description:
      'Lists the LIS specs (lis.yaml, *.lis.yaml) of the workspace with their sources, models, number of errors, and when each was last evaluated. Call it first to learn which spec to name.',
    writes: false,
  },
  latest_report: {
    title: 'Read the latest LIS report',
    description:
      'Reads the newest Leakage Impact Score report of a spec: how strong the base ranker is, what each preference source (LIS) and each model (AIS) adds in AUC with its interval (95 %, or wider where several sources compete), the verdicts with the action that each advises, the gate, and whether the report is stale. A gain whose interval holds zero is not shown to be one.',
    writes: false,
  },
  list_findings: {
    title: 'List leakage findings',
    description:
      'Lists what leaks. Of a spec: the findings of its last audit (columns that hold or encode the label, splits that leak, duplicates across the split, each with what it is worth in AUC) and what its newest report warns of. Of a Python file or a notebook: lines by which a model learns what it should not know, such as a scaler that is fitted before the split. Errors come first, each finding with its reason and remedy.',
    writes: false,
  },
  check_spec: {
    title: 'Check a LIS spec',
    description:
      'Checks a spec and the files and columns that it names, without training anything. Gives each problem with its line, column and key. Call it after editing a spec and before run_evaluation.',
    writes: false,
  },
  run_evaluation: {
    title: 'Run a LIS evaluation',
    description:
      'Evaluates a spec: trains rankers, which takes seconds to many minutes of all processors, and writes a report below .lis beside the spec. A spec may name a program of its own, which then runs. Returns what latest_report returns. It can be cancelled; nothing is written then.',
    writes: true,
  },
};

/** In the order in which they are shown. */
export const TOOL_NAMES = Object.keys(TOOLS) as ToolName[];
