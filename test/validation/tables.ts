/** The tables and plots of docs/validation.md, from what was measured. */

import type { JobResult } from './jobs.ts';
import { ofAgreement, ofWorld, type PairedRun } from './summary/agreement.ts';
import { chainTable } from './summary/chain.ts';
import {
  agreementFindings,
  chainFindings,
  jointFindings,
  modelFindings,
  sourceFindings,
  testFindings,
} from './summary/findings.ts';
import { jointRows, jointTable } from './summary/joint.ts';
import { pictures } from './summary/pictures.ts';
import { agreementTable, armTable, modelTable, sourceTable, testTable } from './summary/tables.ts';

/** The parts of the page that are computed. */
export interface Tables {
  worlds: number;
  /** Reference logs that were not there. */
  missing: readonly string[];
  agreement: string;
  arms: string;
  sources: string;
  models: string;
  chain: string;
  joint: string;
  tests: string;
  pictures: Record<string, string>;
  findings: Record<'agreement' | 'sources' | 'models' | 'chain' | 'joint' | 'tests', string>;
}

/** @param results of all jobs, in any order @param missing reference logs that were not there */
export function tables(results: readonly JobResult[], missing: readonly string[]): Tables {
  const worlds = results
    .flatMap((done) =>
      done.job.kind === 'world' ? [done as Extract<JobResult, { job: { kind: 'world' } }>] : [],
    )
    .sort((a, b) => a.job.world - b.job.world)
    .map(({ result }) => result);
  const runs: PairedRun[] = [
    ...results.flatMap((done) =>
      done.job.kind === 'agreement'
        ? [ofAgreement(done.job, (done as Extract<JobResult, { job: { kind: 'agreement' } }>).result)]
        : [],
    ),
    ...worlds.map(ofWorld),
  ].sort((a, b) => placeOf(a).localeCompare(placeOf(b)));
  const joint = jointRows(worlds);
  return {
    worlds: worlds.length,
    missing,
    agreement: agreementTable(runs),
    arms: armTable(worlds),
    sources: sourceTable(worlds),
    models: modelTable(worlds),
    chain: chainTable(worlds),
    joint: jointTable(joint),
    tests: testTable(worlds),
    pictures: pictures(worlds, runs, joint),
    findings: {
      agreement: agreementFindings(runs),
      sources: sourceFindings(worlds),
      models: modelFindings(worlds),
      chain: chainFindings(worlds),
      joint: jointFindings(joint),
      tests: testFindings(worlds),
    },
  };
}

/** Reference data last, small logs and weak bases first. */
function placeOf({ data, rows, base }: PairedRun): string {
  const known = ['feed', 'ads'].indexOf(data);
  const strength = ['lr', 'fm, untuned', 'fm, tuned'].indexOf(base);
  return `${known < 0 ? `9${data}` : known} ${rows.padStart(10, '0')} ${strength}`;
}
