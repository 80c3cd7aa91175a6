/**
 * The order of the test files: those that take longest begin, so that none of them is left to run alone at the end while a core has
 * nothing to do. Vitest itself goes by the times of the last run, which a fresh clone does not have.
 */
import { BaseSequencer, type TestSpecification } from 'vitest/node';

/** Files that take more than about 15 seconds of processor time, longest first. An order that has become somewhat wrong costs seconds, nothing more. */
const LONGEST = [
  'e2e/start',
  'e2e/panel',
  'e2e/findings',
  'e2e/side',
  'e2e/models',
  'e2e/specs',
  'e2e/evaluate',
  'e2e/configs',
  'e2e/inline',
  'integration/docs/playbook',
  'integration/panel/looks',
  'integration/evaluation/lightgbm',
  'integration/evaluation/known-content',
  'integration/evaluation/projection',
  'integration/evaluation/command-staged',
  'integration/evaluation/reference-run',
  'integration/evaluation/probe',
  'integration/audit/audit',
  'integration/evaluation/command',
  'integration/compute/server',
  'integration/cli/cli',
  'integration/evaluation/staged-cache',
  'integration/fuzz',
  'integration/ranker/frappe',
  'integration/evaluation/staged',
  'integration/evaluation/every-kind',
  'integration/evaluation/item-vectors',
  'integration/cli/configs',
  'integration/evaluation/evaluate',
  'integration/data/duckdb/nested-columns',
  'integration/mcp/tools',
  'integration/evaluation/ads',
  'integration/library',
  'integration/data/duckdb/parquet-damage',
  'integration/data/duckdb/formats',
  'integration/audit/published',
  'integration/evaluation/rolling',
  'integration/data/spark/sail',
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
