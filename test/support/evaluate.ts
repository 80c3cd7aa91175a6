/** The main jobs, with the engine under test, on threads that wait for the next evaluation of the file: of small logs these take half as long. */
import type { RunContext } from '../../src/common/progress.ts';
import type { DataProfile, ProfileOptions } from '../../src/data/profile.ts';
import { filesIn } from '../../src/data/table-source.ts';
import { evaluate as evaluateWith } from '../../src/evaluation/evaluate.ts';
import { exportFeatures as exportWith } from '../../src/evaluation/export/features.ts';
import type { FeatureManifest } from '../../src/evaluation/export/manifest.ts';
import type { EvaluateRequest } from '../../src/evaluation/request.ts';
import { keepThreads } from '../../src/evaluation/tasks/pool.ts';
import type { Report } from '../../src/report/schema.ts';
import { engineUnderTest } from './engine.ts';

keepThreads();

export function evaluate(request: EvaluateRequest): Promise<Report> {
  return evaluateWith(request, engineUnderTest());
}

export function exportFeatures(request: EvaluateRequest, folder: string): Promise<FeatureManifest> {
  return exportWith(request, folder, engineUnderTest());
}

/** What a look finds that asks nothing more of the rows. */
export function profileData(
  patterns: readonly string[],
  folder: string,
  run: RunContext,
  options?: ProfileOptions,
): Promise<DataProfile> {
  return engineUnderTest().look(filesIn(folder, patterns), run, async ({ profile }) => profile, options);
}
