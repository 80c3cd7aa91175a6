/** Audits a spec for leakage: loads every column, runs the checks, prices what they found, and puts the findings in order. */

import type { Found, NotChecked } from '../../audit/data/check.ts';
import { CHECKS } from '../../audit/data/checks.ts';
import { splitOf } from '../../audit/data/split/kind.ts';
import type { AuditSubject } from '../../audit/data/subject.ts';
import { Cancelled } from '../../common/failure.ts';
import type { Engine } from '../../data/engine.ts';
import type { Audit, Finding } from '../../report/schema-audit.ts';
import { rowParts, trainingRows } from '../arms/fields.ts';
import { type LoadedSpec, locate, placeIn } from '../load-spec.ts';
import type { EvaluateRequest } from '../request.ts';
import { TOOL_VERSION } from '../version.ts';
import { codeOf } from './code.ts';
import { auditColumns, auditedSpec } from './columns.ts';
import { configFindings } from './config.ts';
import { type Prices, pricesOf } from './price.ts';

export interface AuditRequest extends EvaluateRequest {
  /** False: findings have no price, and nothing is trained. */
  price?: boolean | undefined;
  /** False: no Python file is looked at. */
  code?: boolean | undefined;
  /** Columns that are priced, at most; 16 where absent. */
  mostPriced?: number | undefined;
  /** The spec was drafted for data without one. */
  drafted?: boolean | undefined;
}

/** Columns that are priced, at most, unless the request says otherwise: each takes a head. */
const MOST_PRICED = 16;
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
  const checkedFiles = await engine.check(spec, folder, { ...run, onProgress: () => undefined });
  const ofLog = checkedFiles.columns.find(({ role }) => role === 'log')?.columns ?? [];
  const audited = auditedSpec(spec, ofLog);
  const data = await engine.load(audited.spec, folder, {
    ...run,
    onProgress: ({ message, fraction }) => report(message, READ * (fraction ?? 0)),
  });
  const parts = rowParts(data.part);
  // Rows that the spec itself names as validation are no training rows; those that the last slice lends are.
  const apart = 'column' in spec.split && spec.split.validate !== undefined;
  const subject: AuditSubject = {
    spec,
    data,
    columns: auditColumns(spec, audited.spec, data),
    training: apart ? parts.fit : trainingRows(parts).sort(),
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
  const prices = request.price === false ? undefined : await priced(found, subject, loaded, request, engine);
  const findings = found
    .flatMap((each) => judged(each, subject, prices))
    .map((finding) => placed(finding, loaded))
    .sort(bySeverity);
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
    ...(prices !== undefined && { baseAuc: prices.baseAuc }),
    findings,
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

/** Where anything is to be priced. A run that cannot be made leaves findings without a price. */
async function priced(
  found: readonly Found[],
  { columns, data, evaluation }: AuditSubject,
  loaded: LoadedSpec,
  request: AuditRequest,
  engine: Engine,
): Promise<(Prices & { failed?: string }) | undefined> {
  const wanted = new Set(found.filter(isPriced).map(({ target }) => target));
  const suspects = columns
    .filter(({ name, table }) => table === 'log' && wanted.has(name))
    .slice(0, request.mostPriced ?? MOST_PRICED);
  const split = found.some(isPricedSplit);
  if (suspects.length === 0 && !split) return undefined;
  const share = split ? evaluation.length / data.rows : undefined;
  const { run } = request;
  const onProgress: typeof run.onProgress = (p) =>
    run.onProgress({
      ...p,
      message: `pricing: ${p.message}`,
      fraction: CHECKED + (1 - CHECKED) * (p.fraction ?? 0),
    });
  return pricesOf(loaded, suspects, share, { ...request, run: { ...run, onProgress } }, engine);
}

/** Of the spec; the split that a framework would make is not one that is trained here. */
function isPricedSplit({ about, code, specPath }: Found): boolean {
  return about === 'split' && code.endsWith('-split') && specPath !== undefined;
}

function isPriced({ about, code }: Found): boolean {
  return about === 'column' && code !== 'identifier-order' && code !== 'column-drift';
}

/** A finding with its price, or without one and why; none where it is one only by a price that it has not. */
function judged(found: Found, { columns }: AuditSubject, prices: Prices | undefined): Finding[] {
  const { onlyAbove, specPath, line, examples = [], ...finding } = found;
  const price = isPricedSplit(found)
    ? prices?.split
    : isPriced(found)
      ? prices?.columns.get(found.target)
      : undefined;
  if (onlyAbove !== undefined && !(price !== undefined && price.low > onlyAbove)) return [];
  const column = found.about === 'column' ? columns.find(({ name }) => name === found.target) : undefined;
  // What the spec does not read reaches no ranker yet.
  const idle = column !== undefined && specPath === undefined;
  return [
    {
      ...finding,
      examples,
      ...(idle && {
        severity: finding.severity === 'error' ? ('warning' as const) : finding.severity,
        remedy: `${finding.remedy} The spec does not read it now.`,
      }),
      ...(price !== undefined && { price }),
      ...(specPath !== undefined && { specPath: [...specPath] }),
      ...(line !== undefined && { line }),
    },
  ];
}

function placed(finding: Finding, loaded: LoadedSpec): Finding {
  if (finding.specPath === undefined || loaded.parsed.config !== undefined) return finding;
  return { ...finding, line: placeIn(loaded)(finding.specPath).line };
}

const ORDER = { error: 0, warning: 1, info: 2 } as const;

function bySeverity(a: Finding, b: Finding): number {
  return ORDER[a.severity] - ORDER[b.severity] || (b.price?.value ?? 0) - (a.price?.value ?? 0);
}
