/**
 * The order of the test files: those that take longest begin, so that none of them is left to run alone at the end while a core has
 * nothing to do. Vitest itself goes by the times of the last run, which a fresh clone does not have.
 */
import { BaseSequencer, type TestSpecification } from 'vitest/node';

/** Files that take more than about 8 seconds of processor time, longest first. An order that has become somewhat wrong costs seconds, nothing more. */
const LONGEST = [
  'e2e/findings',
  'e2e/side',
  'e2e/start',
  'e2e/panel',
  'e2e/specs',
  'e2e/models',
  'e2e/evaluate',
  'e2e/command',
  'e2e/configs',
  'e2e/inline',
  'integration/docs/playbook',
  'integration/panel/looks',
  'integration/evaluation/known-content',
  'integration/evaluation/command-staged',
  'integration/evaluation/projection',
  'integration/audit/audit',
  'integration/evaluation/command',
  'integration/evaluation/probe',
  'integration/evaluation/staged-cache',
  'integration/ranker/frappe',
  'integration/compute/server',
  'integration/cli/cli',
  'integration/evaluation/reference-run',
  'integration/evaluation/lightgbm',
  'integration/library',
  'integration/cli/configs',
  'integration/evaluation/evaluate',
  'integration/evaluation/ads',
  'integration/fuzz',
  'integration/evaluation/rolling-odd',
  'integration/evaluation/rolling',
  'integration/data/spark/sail',
  'integration/data/spark/lake',
  'integration/evaluation/staged',
  'integration/mcp/tools',
  'integration/evaluation/every-kind',
  'integration/evaluation/item-vectors',
  'integration/data/duckdb/formats',
  'integration/data/duckdb/parquet-damage',
  'integration/audit/published',
];

/** The place in the list above, or behind all of it. */
function place({ moduleId }: TestSpecification): number {
  const index = LONGEST.findIndex((name) => moduleId.endsWith(`/test/${name}.test.ts`));
  return index < 0 ? LONGEST.length : index;
}

const group = ({ project }: TestSpecification): number => project.config.sequence.groupOrder;

export default class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const sorted = await super.sort(files); // the others stay as they are, one project after another
    return sorted.toSorted((a, b) => group(a) - group(b) || place(a) - place(b));
  }
}
