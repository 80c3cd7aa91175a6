/** What the threads of `npm run validate` do. */
import { type Agreement, type AgreementRun, measureAgreement } from './agreement.ts';
import { measureWorld, type WorldMeasurement } from './measure.ts';

/** A small world with a deployment, by its number; or LIS and AIS of a larger log. */
export type Job = { kind: 'world'; world: number } | ({ kind: 'agreement' } & AgreementRun);

export type JobResult =
  | { job: Extract<Job, { kind: 'world' }>; result: WorldMeasurement }
  | { job: Extract<Job, { kind: 'agreement' }>; result: Agreement };

/** @param reference folder of the reference data, which may be absent */
export async function runJob(job: Job, reference: string): Promise<JobResult> {
  if (job.kind === 'world') return { job, result: await measureWorld(job.world) };
  const { kind: _, ...run } = job;
  return { job, result: await measureAgreement(run, reference) };
}
