/** Audits a spec for leakage: loads every column, runs the checks, prices what they found, and puts the findings in order. */

import type { Found, NotChecked } from '../../audit/data/check.ts';
import { CHECKS } from '../../audit/data/checks.ts';
import { splitOf } from '../../audit/data/split/kind.ts';
import type { AuditSubject } from '../../audit/data/subject.ts';
import { Cancelled } from '../../common/failure.ts';
import type { Progress } from '../../common/progress.ts';
import type { Engine } from '../../data/engine.ts';
import { filesIn } from '../../data/table-source.ts';
import type { Audit, Finding } from '../../report/schema-audit.ts';
import { ascendingTraining, rowParts } from '../arms/fields.ts';
import { type LoadedSpec, locate } from '../load-spec.ts';
import { TOOL_VERSION } from '../version.ts';
import { codeOf } from './code.ts';
import { auditColumns, auditedSpec } from './columns.ts';
import { configFindings } from './config.ts';
import { type Priced, priceFindings } from './pricing.ts';
import type { AuditRequest } from './request.ts';
import { setAside } from './set-aside.ts';

/** Rows of the log by which the types of its columns are told. */
const LOOKED_AT = 100_000;
/** Share of the bar that reading, and the checks, take where prices come after. */
const [READ, CHECKED] = [0.2, 0.4];

/** @throws Failure with the place in the spec, Cancelled */
export async function auditSpec(loaded: LoadedSpec, request: AuditRequest, engine: Engine): Promise<Audit> {
  try {
    return await audit(loaded, request, engine);
  } catch (error) {
    throw locate(error, loaded);
  }
}

async function audit(loaded: LoadedSpec, request: AuditRequest, engine: Engine): Promise<Audit> {
  const started = performance.now();
  const { run } = request;
  const { spec, folder } = loaded;
  const report = (message: string, fraction: number) => run.onProgress({ phase: 'read', message, fraction });
  report('looking at the columns', 0);
  const log = filesIn(folder, spec.log.path, spec.engine);
  const quiet = { ...run, onProgress: () => undefined };
  const { columns: ofLog } = await engine.look(log, quiet, async ({ profile }) => profile, {
    rows: LOOKED_AT,
    header: spec.log.header,
  });
  const audited = auditedSpec(spec, ofLog);
  const reading = {
    ...run,
    onProgress: ({ message, fraction }: Progress) => report(message, READ * (fraction ?? 0)),
  };
  const data = await engine.load(audited.spec, folder, reading, { places: true });
  const parts = rowParts(data.part);
  // Rows that the spec itself names as validation are no training rows; those that the last slice lends are.
  const apart = 'column' in spec.split && spec.split.validate !== undefined;
  const subject: AuditSubject = {
    spec,
    data,
    columns: auditColumns(spec, audited.spec, data),
    training: apart ? parts.fit : ascendingTraining(parts),
    evaluation: parts.evaluate,
    now: Date.now() * 1000,
    breathe: () => breathe(run.signal),
  };
  const found: Found[] = [];
  const checked: Audit['checked'] = [];
  const notChecked: NotChecked[] = [...audited.notChecked];
  for (const [index, check] of CHECKS.entries()) {
    report(`checking ${check.name}`, READ + ((CHECKED - READ) * index) / CHECKS.length);
    await subject.breathe();
    const result = await check.run(subject);
    found.push(...result.found);
    notChecked.push(...(result.notChecked ?? []));
    if (result.looked > 0) checked.push({ check: check.name, looked: result.looked });
  }
  found.push(...(await configFindings(loaded, subject)));
  const onProgress: typeof run.onProgress = (p) =>
    run.onProgress({
      ...p,
      message: `pricing: ${p.message}`,
      fraction: CHECKED + (1 - CHECKED) * (p.fraction ?? 0),
    });
  const pricing = await priceFindings(
    found,
    subject,
    loaded,
    { ...request, run: { ...run, onProgress } },
    engine,
  );
  notChecked.push(...found.flatMap((each) => unjudged(each, pricing.priceOf(each))));
  const findings = found.flatMap((each) => judged(each, subject, pricing.priceOf(each))).sort(bySeverity);
  const untold = found.flatMap((each) => unjudged(each, pricing.priceOf(each)).map(() => each.code));
  return {
    version: 1,
    tool: { name: 'lis-lens', version: TOOL_VERSION },
    created: new Date().toISOString(),
    spec: { path: loaded.path, hash: loaded.hash, ...(request.drafted && { drafted: true }) },
    data: {
      rows: data.rows,
      users: data.users,
      items: data.items,
      columns: subject.columns.flatMap(({ name, outcome }) => (outcome ? [] : [name])),
    },
    inputs: data.inputs,
    split: splitOf(subject),
    ...(pricing.baseAuc !== undefined && { baseAuc: pricing.baseAuc }),
    ...(pricing.together > 0 && { prices: pricing.together }),
    ...setAside(findings, loaded, untold),
    ...(request.code !== false && { code: await codeOf(spec.appliesTo, folder, run.signal) }),
    checked,
    notChecked,
    seconds: (performance.now() - started) / 1000,
  };
}

/** Lets messages in; one of them may abort. */
async function breathe(signal: AbortSignal): Promise<void> {
  await new Promise((resolve) => setImmediate(resolve));
  if (signal.aborted) throw new Cancelled();
}

/** A finding with its price, or without one and why; none where it is one only by a price that it has not. */
function judged(found: Found, { columns }: AuditSubject, { price, unpriced }: Priced): Finding[] {
  const { onlyAbove, specPath, line, examples = [], ...finding } = found;
  if (onlyAbove !== undefined && !(price !== undefined && price.low > onlyAbove)) return [];
  const column = found.about === 'column' ? columns.find(({ name }) => name === found.target) : undefined;
  // What the spec does not read reaches no ranker yet.
  const idle = column !== undefined && specPath === undefined;
  return [
    {
      ...finding,
      examples,
      ...(idle && {
        // A leak is worth knowing before it is read; a question about a column need not be asked before.
        severity:
          onlyAbove === undefined && finding.severity !== 'info' ? ('warning' as const) : ('info' as const),
        remedy: `${finding.remedy} The spec does not read it now.`,
      }),
      ...(price !== undefined && { price }),
      ...(unpriced !== undefined && { unpriced }),
      ...(specPath !== undefined && { specPath: [...specPath] }),
      ...(line !== undefined && { line }),
    },
  ];
}

/** What would be a finding by its price alone, and has none. */
function unjudged({ target, onlyAbove }: Found, { unpriced }: Priced): NotChecked[] {
  if (onlyAbove === undefined || unpriced === undefined) return [];
  return [{ check: 'whether it is written with the outcome', target, why: unpriced }];
}

const ORDER = { error: 0, warning: 1, info: 2 } as const;

function bySeverity(a: Finding, b: Finding): number {
  return ORDER[a.severity] - ORDER[b.severity] || (b.price?.value ?? 0) - (a.price?.value ?? 0);
}
