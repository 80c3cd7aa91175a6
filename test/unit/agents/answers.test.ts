/** What the tools answer, without a server: the context is in the test's hand. */
import { mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { Client } from '@modelcontextprotocol/sdk/client/index.js';
import { InMemoryTransport } from '@modelcontextprotocol/sdk/inMemory.js';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { ANSWERS } from '../../../src/agents/answers.ts';
import type { AgentContext, Call } from '../../../src/agents/context.ts';
import { failureText } from '../../../src/agents/failure-text.ts';
import { findSpecs } from '../../../src/agents/find-specs.ts';
import { Roots } from '../../../src/agents/root.ts';
import { OUTPUTS } from '../../../src/agents/schemas.ts';
import { createServer } from '../../../src/agents/server.ts';
import { TOOL_NAMES } from '../../../src/agents/tools.ts';
import { Cancelled, Failure } from '../../../src/common/failure.ts';
import { auditPath, writeAudit } from '../../../src/report/audit/store.ts';
import { latestReport, runPath, writeReport } from '../../../src/report/kept/store.ts';
import type { Report } from '../../../src/report/schema.ts';
import { type Audit, SplitFactsSchema } from '../../../src/report/schema-audit.ts';
import { estimate, exampleReport } from '../../fixtures/report.ts';

const SPEC = `version: 1
log: {path: log.csv, user: user, item: item, label: click, time: ts}
split: {evaluate: 25%}
sources:
  - {name: co-click, build: co-click}
`;

let folder: string;
let context: AgentContext;
const calls: string[] = [];
const call: Call = { signal: new AbortController().signal, onProgress: () => undefined };
const write = (files: Record<string, string>): void => {
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), text);
  }
};
const report = (changes: Partial<Report> = {}, day = 1): Promise<void> =>
  writeReport(runPath(join(folder, 'lis.yaml'), new Date(Date.UTC(2026, 0, day))), exampleReport(changes));

beforeEach(() => {
  folder = realpathSync(mkdtempSync(join(tmpdir(), 'lis-agents-')));
  calls.length = 0;
  write({ 'lis.yaml': SPEC, 'log.csv': 'user,item,click,ts\n' });
  context = {
    roots: new Roots([folder]),
    latestReport,
    describe: async ({ patterns }) => {
      calls.push(`describe ${patterns.join(' ')}`);
      const columns = ['user', 'item', 'clicked', 'ts'].map((name) => ({
        ...{ name, type: 'BIGINT', family: 'integer', distinct: 2, nulls: 0, isoShare: 0, examples: [] },
      }));
      return { files: [{ path: 'log.csv', bytes: 20 }], rows: 0, complete: true, columns };
    },
    evaluate: async ({ specPath, sources, precision }, { onProgress }) => {
      calls.push(
        `evaluate ${specPath} ${sources?.join(' ')}${precision === undefined ? '' : ` ±${precision}`}`,
      );
      onProgress({ phase: 'read', message: 'reading\nthe log', fraction: 0.1 });
      onProgress({ phase: 'read', message: 'reading', fraction: 0.1 });
      await report();
    },
  };
});
afterEach(() => rmSync(folder, { recursive: true }));

describe('latest_report', () => {
  it('has headlines with intervals, verdicts, the gate, warnings, and what is stale', async () => {
    const inputs = [
      { role: 'log' as const, path: 'log.csv', bytes: 3, modified: '2026-01-01T00:00:00.000Z', hash: 'x' },
      {
        role: 'items' as const,
        path: '/elsewhere/i.csv',
        bytes: 3,
        modified: '2026-01-01T00:00:00.000Z',
        hash: 'x',
      },
    ];
    const verdict = {
      code: 'no-headroom',
      severity: 'info',
      target: 'co-click',
      message: 'm',
      action: 'a',
    } as const;
    await report({
      inputs,
      verdicts: [verdict],
      warnings: [{ code: 'few-users', message: 'Few.', count: 3 }],
      gate: { source: 'co-click', condition: 'transferable >= 0.002', value: 0.00123, met: false },
    });
    const answer = await ANSWERS.latest_report({ spec: 'lis.yaml' }, context, call);
    expect(OUTPUTS.latest_report.parse(answer)).toEqual(answer);
    expect(answer).toMatchObject({
      ...{ spec: 'lis.yaml', report: '.lis/runs/2026-01-01T00-00-00-000Z-lis.json', metric: 'AUC' },
      ...{ baseAuc: 0.73548, damaged: 0, verdicts: [verdict] },
      gains: [
        { name: 'co-click', what: 'LIS', estimate: { level: 0.95, text: '+0.0012 [-0.0002, +0.0027]' } },
      ],
      gate: { met: false, text: expect.stringMatching(/: not met$/) },
      warnings: [{ code: 'few-users', message: 'Few.' }],
      stale: { spec: true, inputs: ['log.csv'], notLookedAt: ['/elsewhere/i.csv'] },
    });
  });

  it('counts newer reports that cannot be read, and calls a spec that has gone another one', async () => {
    await report();
    write({ '.lis/runs/2026-02-01T00-00-00-000Z-lis.json': '{' });
    const { damaged, stale } = await ANSWERS.latest_report({ spec: 'lis.yaml' }, context, call);
    expect([damaged, stale.spec]).toEqual([1, true]);
  });

  it('fails where there is none', async () => {
    const asked = ANSWERS.latest_report({ spec: 'lis.yaml' }, context, call);
    await expect(asked).rejects.toMatchObject({ code: 'no-report', kind: 'data' });
  });
});

describe('list_findings', () => {
  it('has errors first, then warnings, and no good news', async () => {
    const verdict = { target: 'co-click', message: 'm', action: 'a' };
    await report({
      verdicts: [
        { code: 'headroom', severity: 'positive', ...verdict },
        { code: 'artefact', severity: 'warning', ...verdict },
        { code: 'label-leak', severity: 'error', ...verdict },
      ],
      warnings: [{ code: 'few-users', message: 'Few.' }],
    });
    const { from, findings } = await ANSWERS.list_findings({ file: 'lis.yaml' }, context, call);
    expect(from).toMatchObject([
      { what: 'report', created: '2026-11-01T10:00:00.000Z', stale: { spec: true } },
    ]);
    expect(findings.map(({ code }) => code)).toEqual(['label-leak', 'artefact', 'few-users']);
  });

  it('says where there is nothing to go by', async () => {
    const nothing = { file: 'lis.yaml', from: [], findings: [], ignored: 0, notChecked: [] };
    expect(await ANSWERS.list_findings({ file: 'lis.yaml' }, context, call)).toEqual(nothing);
  });

  it('has what the last audit found, with its price, before what the report adds', async () => {
    await report({ warnings: [{ code: 'few-users', message: 'Few.' }] });
    const found = { message: 'm', evidence: [], examples: [], why: 'w', remedy: 'r' };
    const facts = Object.keys(SplitFactsSchema.shape).map((fact) => [fact, fact === 'kind' ? 'global' : 0]);
    const split: unknown = Object.fromEntries(facts);
    const audit: Audit = {
      ...{ version: 1, tool: { name: 'lis-lens', version: '1' }, created: '2026-11-02T10:00:00.000Z' },
      ...{ spec: { path: 'lis.yaml', hash: 'other' }, inputs: [], checked: [], seconds: 1 },
      ...{
        ignored: [
          { ...found, code: 'label-copy', severity: 'error', about: 'column', target: 'x', reason: 'r' },
        ],
        idleIgnores: [],
      },
      data: { rows: 1, users: 1, items: 1, columns: [] },
      split: split as Audit['split'],
      findings: [
        { ...found, code: 'column-drift', severity: 'info', about: 'column', target: 'price' },
        {
          ...{ ...found, code: 'label-copy', severity: 'error', about: 'column', target: 'bought', line: 6 },
          price: estimate(0.1, 0.02),
        },
      ],
      notChecked: [{ check: 'recipes', why: 'no time' }],
      code: {
        ...{ files: 2, checked: 1, ignored: [], idleIgnores: [] },
        findings: [
          {
            code: 'LIS001',
            severity: 'error',
            file: 'a.ipynb',
            cell: 2,
            line: 3,
            message: 'm',
            why: 'w',
            remedy: 'r',
          },
        ],
        unread: [{ file: 'b.py', why: 'no text' }],
      },
    };
    await writeAudit(auditPath(join(folder, 'lis.yaml')), audit);
    const answer = await ANSWERS.list_findings({ file: 'lis.yaml' }, context, call);
    expect(OUTPUTS.list_findings.parse(answer)).toEqual(answer);
    expect(answer.from.map(({ what }) => what)).toEqual(['audit', 'report']);
    expect(answer.findings).toEqual([
      {
        ...{
          what: 'audit',
          code: 'label-copy',
          severity: 'error',
          about: 'bought',
          message: 'm',
          action: 'r',
        },
        ...{ worth: 'worth +0.1000 AUC [+0.0800, +0.1200]', place: { line: 6 } },
      },
      {
        ...{ what: 'audit', code: 'LIS001', severity: 'error', about: 'a.ipynb', message: 'm', action: 'r' },
        place: { file: 'a.ipynb', line: 3, cell: 2 },
      },
      { what: 'report', code: 'few-users', severity: 'warning', about: 'the run', message: 'Few.' },
      { what: 'audit', code: 'column-drift', severity: 'info', about: 'price', message: 'm', action: 'r' },
    ]);
    expect(answer.ignored).toBe(1);
    expect(answer.notChecked).toEqual([
      { check: 'recipes', about: 'the log', why: 'no time' },
      { check: 'training code', about: 'b.py', why: 'no text' },
    ]);
  });

  it('has the lines of a program or a notebook that leak', async () => {
    const code = [
      'from sklearn.preprocessing import StandardScaler',
      'from sklearn.model_selection import train_test_split',
      'import pandas as pd',
      "X = pd.read_csv('x.csv')",
      'X = StandardScaler().fit_transform(X)',
      'a, b = train_test_split(X)',
    ];
    const cell = { cell_type: 'code', metadata: {}, outputs: [], source: code.map((line) => `${line}\n`) };
    write({ 'train.py': code.join('\n'), 'train.ipynb': JSON.stringify({ cells: [cell], nbformat: 4 }) });
    for (const file of ['train.py', 'train.ipynb']) {
      const answer = await ANSWERS.list_findings({ file }, context, call);
      expect(OUTPUTS.list_findings.parse(answer)).toEqual(answer);
      const place = file === 'train.py' ? { line: 5 } : { line: 5, cell: 1 };
      expect(answer.findings).toMatchObject([{ what: 'code', code: 'LIS001', severity: 'error', place }]);
    }
    write({ 'long.py': `x = 1\n${'#'.repeat(2_000_001)}` });
    const asked = ANSWERS.list_findings({ file: 'long.py' }, context, call);
    await expect(asked).rejects.toMatchObject({ code: 'long-program' });
  });
});

describe('list_specs', () => {
  it('names specs with what is in them, and skips folders of packages', async () => {
    await report();
    write({ 'deep/ctr.lis.yaml': 'version: [', 'node_modules/a/lis.yaml': SPEC, 'other.yaml': SPEC });
    expect(await ANSWERS.list_specs({}, context, call)).toEqual({
      roots: [folder],
      specs: [
        { spec: 'deep/ctr.lis.yaml', sources: [], models: [], errors: expect.any(Number), reported: null },
        ...[
          {
            spec: 'lis.yaml',
            sources: ['co-click'],
            models: [],
            errors: 0,
            reported: '2026-11-01T10:00:00.000Z',
          },
        ],
      ],
      more: false,
    });
  });

  it('stops at 200, and when its caller has gone', async () => {
    write(Object.fromEntries(Array.from({ length: 230 }, (_, i) => [`f${i}/lis.yaml`, SPEC])));
    const found = await findSpecs([folder], call.signal);
    expect([found.paths.length, found.more]).toEqual([200, true]);
    await expect(findSpecs([folder], AbortSignal.abort(new Cancelled()))).rejects.toThrow(Cancelled);
  });
});

describe('check_spec', () => {
  it('joins what is wrong with the text and with its files', async () => {
    const answer = await ANSWERS.check_spec({ spec: 'lis.yaml' }, context, call);
    expect(OUTPUTS.check_spec.parse(answer)).toEqual(answer);
    expect(answer).toMatchObject({
      ready: false,
      problems: [{ code: 'no-column', key: 'log.label', line: 2 }],
    });
    expect(calls).toEqual(['describe log.csv']);
  });

  it('tells files that cannot be read from what could not be asked', async () => {
    const failing = (failure: Error): AgentContext => ({
      ...context,
      describe: () => Promise.reject(failure),
    });
    const check = (failure: Error) => ANSWERS.check_spec({ spec: 'lis.yaml' }, failing(failure), call);
    expect((await check(new Failure('data', 'bad-csv', 'No CSV.'))).problems).toMatchObject([
      { code: 'bad-csv' },
    ]);
    expect(await check(new Failure('internal', 'compute-crashed', 'It ended.'))).toMatchObject({
      ...{ ready: true, problems: [] },
      notChecked: [{ files: 'log.csv', why: 'It ended.' }],
    });
    await expect(check(new Cancelled())).rejects.toThrow(Cancelled);
    await expect(check(new TypeError('x'))).rejects.toThrow(TypeError);
  });
});

describe('what may be named', () => {
  it('lies in the folders, links followed', async () => {
    const other = realpathSync(mkdtempSync(join(tmpdir(), 'lis-agents-')));
    try {
      symlinkSync(other, join(folder, 'out'));
      symlinkSync(join(folder, 'lis.yaml'), join(other, 'in.yaml'));
      const alone = new Roots([folder]);
      expect(await alone.holds(join(folder, 'out/x'))).toBe(false);
      expect(await alone.holds(join(other, 'in.yaml'))).toBe(true);
      expect(await alone.holds(join(folder, 'not/yet/there'))).toBe(true);
      expect(await alone.holds(`${folder}-beside`)).toBe(false);
      expect(alone.shown(join(folder, 'a/b.yaml'))).toBe('a/b.yaml');
      writeFileSync(join(other, 'b.yaml'), '');
      const both = new Roots([folder, other]);
      expect(await both.file('b.yaml')).toBe(join(other, 'b.yaml'));
      expect(both.shown(join(folder, 'lis.yaml'))).toBe(join(folder, 'lis.yaml'));
    } finally {
      rmSync(other, { recursive: true });
    }
  });
});

describe('a failure', () => {
  it('has its place, a sentence and its code', () => {
    const text = (error: unknown): string => failureText(error, context.roots);
    const where = { file: join(folder, 'lis.yaml'), line: 2, column: 3 };
    expect(text(new Failure('usage', 'c', 'Wrong.', where))).toBe('lis.yaml:2:3: Wrong. (c)');
    expect(text(new Failure('usage', 'c', 'lis.yaml is wrong.', where))).toBe('lis.yaml is wrong. (c)');
    expect(text(new Failure('usage', 'c', 'Wrong.'))).toBe('Wrong. (c)');
    expect(text(new Cancelled())).toBe('The call was cancelled; nothing was written.');
    expect(text(new TypeError('x'))).toMatch(/^an internal error: x; .*\(internal\)$/);
    expect(text('y')).toMatch(/^an internal error: y; /);
  });
});

describe('the server', () => {
  it('offers every tool, tells of progress once for each step, and makes text inert', async () => {
    const [mine, its] = InMemoryTransport.createLinkedPair();
    const server = createServer(context, '1.2.3', new AbortController().signal);
    const client = new Client({ name: 'test', version: '1' });
    await Promise.all([server.connect(its), client.connect(mine)]);
    expect((await client.listTools()).tools.map(({ name }) => name)).toEqual(TOOL_NAMES);
    const heard: unknown[] = [];
    const { structuredContent } = await client.callTool(
      { name: 'run_evaluation', arguments: { spec: 'lis.yaml', sources: ['co-click'] } },
      undefined,
      { onprogress: (progress) => heard.push(progress) },
    );
    expect(structuredContent).toMatchObject({ spec: 'lis.yaml', baseAuc: 0.73548 });
    expect(calls).toEqual([`evaluate ${join(folder, 'lis.yaml')} co-click`]);
    expect(heard).toEqual([{ progress: 0.1, total: 1, message: 'reading the log' }]);
    const precise = (precision: number) =>
      client.callTool({
        name: 'run_evaluation',
        arguments: { spec: 'lis.yaml', sources: ['co-click'], precision },
      });
    expect(await precise(0.001)).not.toHaveProperty('isError');
    expect(calls.at(-1)).toBe(`evaluate ${join(folder, 'lis.yaml')} co-click ±0.001`);
    for (const none of [0, -0.001, 1.5]) {
      const refused = await precise(none).catch((error: unknown) => error);
      expect(JSON.stringify(refused) + String(refused)).toMatch(/precision/);
    }
    expect(calls).toHaveLength(2);
    await report({ warnings: [{ code: 'w', message: 'a\u001b[31mb' }] }, 2);
    const shown = await client.callTool({ name: 'list_findings', arguments: { file: 'lis.yaml' } });
    expect(shown.structuredContent).toMatchObject({ findings: [{ message: 'a\\u001b[31mb' }] });
    const failed = await client.callTool({ name: 'check_spec', arguments: { spec: '../x' } });
    expect(failed).toMatchObject({ isError: true, content: [{ type: 'text' }] });
    await client.close();
  });
});
