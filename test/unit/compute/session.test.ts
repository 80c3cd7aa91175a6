import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, vi } from 'vitest';
import { Cancelled, Failure } from '../../../src/common/failure.ts';
import { createSession, type SessionParts } from '../../../src/compute/session.ts';
import type { EvaluateRequest } from '../../../src/evaluation/request.ts';
import { receiveFromWorker, type WorkerMessage } from '../../../src/protocol/messages.ts';
import { contentHash } from '../../../src/report/kept/fingerprint.ts';
import { writeReport } from '../../../src/report/kept/store.ts';
import type { Report } from '../../../src/report/schema.ts';
import type { Audit } from '../../../src/report/schema-audit.ts';
import type { TableFacts } from '../../../src/specfile/authoring/facts.ts';
import { exampleAudit } from '../../fixtures/audit.ts';
import { exampleReport } from '../../fixtures/report.ts';

const evaluateMessage = (runId = 'r1', more: object = {}): unknown => ({
  type: 'evaluate',
  payload: { runId, specPath: '/w/lis.yaml', overrides: {}, reportPath: `/w/${runId}.json`, ...more },
});

const describeMessage = (runId: string): unknown => ({
  type: 'describe',
  payload: { runId, folder: '/w', patterns: ['a.csv'], rows: 100 },
});

const facts: TableFacts = { files: [{ path: 'a.csv', bytes: 9 }], rows: 2, complete: true, columns: [] };

function sessionWith(
  evaluate: (request: EvaluateRequest) => Promise<Report>,
  describe: SessionParts['describe'] = async () => facts,
) {
  const sent: WorkerMessage[] = [];
  const written: { path: string; report: Report }[] = [];
  const audits: { path: string; audit: Audit }[] = [];
  const session = createSession({
    evaluate,
    describe,
    draft: async ({ data, out }, run) => {
      run.onProgress({ phase: 'read', message: 'looking', fraction: 0 });
      return { text: `# ${data.join()} for ${out}`, from: '3 rows', facts: [], undecided: ['time'] };
    },
    exportFeatures: async (request, folder) => {
      if (folder === '/endless') return (await endless(request)) as never;
      const files = [{ file: 'base.parquet', rows: 3, columns: [{ name: 'a', arm: 'base', feature: 'a' }] }];
      const spec = { path: request.specPath, hash: 'abc' };
      return { version: 1, tool: 'lis-lens', spec, seed: 1, folds: 5, key: ['row'], files };
    },
    audit: async ({ specPath, data }, run) => {
      run.onProgress({ phase: 'read', message: 'looking at the columns', fraction: 0 });
      return exampleAudit({ spec: { path: specPath ?? data!.join(), hash: 'abc' } });
    },
    writeAudit: async (path, audit) => void audits.push({ path, audit }),
    assertWritable: async (path) => {
      if (path.startsWith('/readonly/'))
        throw new Failure('resource', 'cannot-write', `Cannot write ${path}.`);
    },
    writeRun: async (path, report) => {
      written.push({ path, report });
      return path;
    },
    send: (message) => void sent.push(message),
  });
  const ended = (runId: string): Promise<WorkerMessage> =>
    vi.waitFor(() => {
      const end = sent.find(
        (m) =>
          [
            'finished',
            'described',
            'compared',
            'hashed',
            'drafted',
            'exported',
            'audited',
            'codeAudited',
            'failed',
            'cancelled',
          ].includes(m.type) &&
          'runId' in m.payload &&
          m.payload.runId === runId,
      );
      if (end === undefined) throw new Error(`run ${runId} has not ended`);
      return end;
    }, 20_000);
  return { session, sent, written, audits, ended };
}

/** Runs until its signal aborts, as the core does. */
const endless = (request: EvaluateRequest): Promise<Report> =>
  new Promise((_resolve, reject) => {
    request.run.signal.addEventListener('abort', () => reject(new Cancelled()));
  });

describe('the compute process', () => {
  it('hands the request on, reports progress, writes the report and sums it up', async () => {
    let seen: EvaluateRequest | undefined;
    const { session, sent, written, ended } = sessionWith(async (request) => {
      seen = request;
      request.run.onProgress({ phase: 'train', message: 'training base', fraction: 0.5 });
      return exampleReport();
    });
    session.receive(
      evaluateMessage('r1', {
        specText: 'version: 1',
        overrides: { seeds: 7, precision: 0.001, sources: ['swing'] },
        threads: 2,
      }),
    );
    const end = await ended('r1');
    expect(seen).toMatchObject({
      specPath: '/w/lis.yaml',
      specText: 'version: 1',
      seeds: 7,
      precision: 0.001,
      sources: ['swing'],
      run: { threads: 2, cacheFolder: join('/w', '.lis', 'cache') },
    });
    expect(seen!.run.memoryBytes).toBeGreaterThan(0);
    expect(sent[0]).toEqual({
      type: 'progress',
      payload: { runId: 'r1', progress: { phase: 'train', message: 'training base', fraction: 0.5 } },
    });
    expect(written).toEqual([{ path: '/w/r1.json', report: exampleReport() }]);
    expect(end).toMatchObject({
      type: 'finished',
      payload: { reportPath: '/w/r1.json', summary: { baseAuc: 0.73548, sources: [{ name: 'co-click' }] } },
    });
  });

  it('audits a spec, or data alone, into the file that it is given', async () => {
    const { session, sent, audits, ended } = sessionWith(endless);
    const payload = { runId: 'a', specPath: '/w/lis.yaml', auditPath: '/w/.lis/audits/lis.json' };
    session.receive({ type: 'audit', payload });
    expect(await ended('a')).toEqual({
      type: 'audited',
      payload: { runId: 'a', auditPath: payload.auditPath },
    });
    expect(sent[0]).toMatchObject({ type: 'progress', payload: { runId: 'a' } });
    session.receive({ type: 'audit', payload: { runId: 'b', data: ['/w/a.csv'], auditPath: '/s/a.json' } });
    await ended('b');
    expect(audits.map(({ path, audit }) => [path, audit.spec.path])).toEqual([
      ['/w/.lis/audits/lis.json', '/w/lis.yaml'],
      ['/s/a.json', '/w/a.csv'],
    ]);
    session.receive({ type: 'audit', payload: { ...payload, runId: 'c', auditPath: '/readonly/a.json' } });
    expect(await ended('c')).toMatchObject({ type: 'failed', payload: { code: 'cannot-write' } });
    expect(audits).toHaveLength(2);
  });

  it('audits the cells of a notebook, with what comments accept', async () => {
    const { session, ended } = sessionWith(endless);
    const cells = [
      'from sklearn.preprocessing import StandardScaler\nfrom sklearn.model_selection import train_test_split',
      'X = StandardScaler().fit_transform(X)\ntrain, test = train_test_split(X)',
      'Z = StandardScaler().fit_transform(Z)  # lis: ignore[LIS001] a sketch\na, b = train_test_split(Z)',
    ];
    session.receive({ type: 'auditCode', payload: { runId: 'n', cells } });
    const answer = await ended('n');
    expect(receiveFromWorker(JSON.parse(JSON.stringify(answer)))).toEqual({ message: answer });
    if (answer.type !== 'codeAudited') throw new Error(`answered by ${answer.type}`);
    const [found, accepted] = answer.payload.found.findings;
    expect(found).toMatchObject({ code: 'LIS001', cell: 1, line: 1, severity: 'error' });
    expect(cells[1]!.slice(found!.from, found!.to)).toBe('fit_transform');
    expect(found).not.toHaveProperty('reason');
    expect(accepted).toMatchObject({ code: 'LIS001', cell: 2, line: 1, reason: 'a sketch' });
  });

  it('drafts a spec', async () => {
    const { session, sent, ended } = sessionWith(endless);
    session.receive({ type: 'draft', payload: { runId: 'd', data: ['/w/a.csv'], out: '/w/lis.yaml' } });
    expect(await ended('d')).toEqual({
      type: 'drafted',
      payload: {
        runId: 'd',
        text: '# /w/a.csv for /w/lis.yaml',
        from: '3 rows',
        facts: [],
        undecided: ['time'],
      },
    });
    expect(sent[0]).toMatchObject({ type: 'progress', payload: { runId: 'd' } });
  });

  it('exports features, and stops when it is told to', async () => {
    const { session, ended } = sessionWith(endless);
    const request = (runId: string, folder: string): unknown => ({
      type: 'exportFeatures',
      payload: { runId, specPath: '/w/lis.yaml', folder },
    });
    session.receive(request('e', '/w/out'));
    expect(await ended('e')).toEqual({
      type: 'exported',
      payload: { runId: 'e', files: [{ file: 'base.parquet', rows: 3, features: 1 }] },
    });
    session.receive(request('f', '/endless'));
    session.receive({ type: 'cancel', payload: { runId: 'f' } });
    expect((await ended('f')).type).toBe('cancelled');
  });

  it('sends a failure as the core threw it', async () => {
    const { session, sent, ended } = sessionWith(async () => {
      throw new Failure('data', 'missing-column', 'No column "clik".', {
        specPath: ['log', 'label'],
        line: 4,
      });
    });
    session.receive(evaluateMessage());
    expect((await ended('r1')).payload).toEqual({
      runId: 'r1',
      kind: 'data',
      code: 'missing-column',
      message: 'No column "clik".',
      where: { specPath: ['log', 'label'], line: 4 },
    });
    expect(sent.filter((m) => m.type === 'log')).toEqual([]);
  });

  it('calls anything else an internal error and logs its stack', async () => {
    const { session, sent, ended } = sessionWith(async () => {
      throw new TypeError('x is not a function');
    });
    session.receive(evaluateMessage());
    const end = await ended('r1');
    expect(end.payload).toMatchObject({ kind: 'internal', code: 'internal' });
    expect(end.payload).toHaveProperty('message', expect.stringContaining('x is not a function'));
    expect(sent).toContainEqual({
      type: 'log',
      payload: { level: 'error', message: expect.stringContaining('session.test') },
    });
  });

  it('refuses before the work where the report could not be written', async () => {
    const evaluate = vi.fn(endless);
    const { session, ended } = sessionWith(evaluate);
    session.receive(evaluateMessage('r1', { reportPath: '/readonly/a.json' }));
    expect((await ended('r1')).payload).toMatchObject({ code: 'cannot-write' });
    expect(evaluate).not.toHaveBeenCalled();
  });

  it('cancels the run that is meant, and no other', async () => {
    const { session, sent, written, ended } = sessionWith(endless);
    session.receive(evaluateMessage());
    session.receive({ type: 'cancel', payload: { runId: 'another' } });
    await new Promise((resolve) => setTimeout(resolve, 10));
    expect(sent).toEqual([]);
    session.receive({ type: 'cancel', payload: { runId: 'r1' } });
    expect((await ended('r1')).type).toBe('cancelled');
    expect(written).toEqual([]);
  });

  it('writes nothing when a cancelled run returns a report all the same', async () => {
    let finish: (report: Report) => void = () => {};
    const { session, written, ended } = sessionWith(
      () =>
        new Promise((resolve) => {
          finish = resolve;
        }),
    );
    session.receive(evaluateMessage());
    session.receive({ type: 'cancel', payload: { runId: 'r1' } });
    finish(exampleReport());
    expect((await ended('r1')).type).toBe('cancelled');
    expect(written).toEqual([]);
  });

  it('refuses a second run as busy, and takes one after the first has ended', async () => {
    const { session, ended } = sessionWith(endless);
    session.receive(evaluateMessage('r1'));
    session.receive(evaluateMessage('r2'));
    expect((await ended('r2')).payload).toMatchObject({ code: 'busy' });
    session.receive({ type: 'cancel', payload: { runId: 'r1' } });
    expect((await ended('r1')).type).toBe('cancelled');
    session.receive(evaluateMessage('r3'));
    session.abandon();
    expect((await ended('r3')).type).toBe('cancelled');
  });

  it.each([[undefined], ['evaluate'], [{ type: 'evaluate' }], [{ type: 'run', payload: {} }]])(
    'logs and drops %j',
    (value) => {
      const { session, sent } = sessionWith(endless);
      session.receive(value);
      expect(sent).toEqual([
        { type: 'log', payload: { level: 'warn', message: expect.stringContaining('Dropped a message') } },
      ]);
    },
  );

  it('looks at columns while a run goes on, with little of the machine', async () => {
    const describe = vi.fn(async () => facts);
    const { session, ended } = sessionWith(endless, describe);
    session.receive(evaluateMessage('r1'));
    session.receive(describeMessage('l1'));
    expect(await ended('l1')).toEqual({ type: 'described', payload: { runId: 'l1', facts } });
    const small = { threads: 1, memoryBytes: 512 * 2 ** 20 };
    expect(describe).toHaveBeenCalledWith(['a.csv'], '/w', expect.objectContaining(small), { rows: 100 });
    session.abandon();
    expect((await ended('r1')).type).toBe('cancelled');
  });

  it('says no more of columns than the editor takes', async () => {
    const more = { ...facts, headless: true };
    const { session, ended } = sessionWith(endless, async () => more);
    session.receive(describeMessage('l1'));
    const said = await ended('l1');
    expect(said).toEqual({ type: 'described', payload: { runId: 'l1', facts } });
    expect(receiveFromWorker(said)).toEqual({ message: said });
  });

  it('hashes a file beside a look at columns', async () => {
    const { session, ended } = sessionWith(endless, () => new Promise(() => undefined));
    session.receive(describeMessage('l1'));
    session.receive({ type: 'hash', payload: { runId: 'h1', path: import.meta.filename } });
    const hash = await contentHash(import.meta.filename);
    expect(await ended('h1')).toEqual({ type: 'hashed', payload: { runId: 'h1', hash } });
    session.receive({ type: 'hash', payload: { runId: 'h2', path: '/gone' } });
    expect(await ended('h2')).toMatchObject({ type: 'failed', payload: { code: 'unreadable-file' } });
  });

  it('refuses a second look as busy, and cancels the first without ending the run', async () => {
    const look: SessionParts['describe'] = (_patterns, _folder, { signal }) =>
      new Promise((_resolve, reject) => {
        signal.addEventListener('abort', () => reject(new Cancelled()));
      });
    const { session, sent, ended } = sessionWith(endless, look);
    session.receive(evaluateMessage('r1'));
    session.receive(describeMessage('l1'));
    session.receive(describeMessage('l2'));
    expect((await ended('l2')).payload).toMatchObject({ kind: 'usage', code: 'busy' });
    session.receive({ type: 'cancel', payload: { runId: 'l1' } });
    expect((await ended('l1')).type).toBe('cancelled');
    session.receive(describeMessage('l3'));
    expect(sent.some(({ payload }) => 'runId' in payload && payload.runId === 'r1')).toBe(false);
    session.abandon();
    expect((await ended('l3')).type).toBe('cancelled');
    expect((await ended('r1')).type).toBe('cancelled');
  });

  it('compares runs while another goes on', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'lis-compare-'));
    const path = join(folder, 'run.json');
    const { session, ended } = sessionWith(endless);
    try {
      await writeReport(path, exampleReport());
      session.receive(evaluateMessage('r1'));
      const named = ['Monday', 'Tuesday'].map((name) => ({ name, path }));
      session.receive({ type: 'compare', payload: { runId: 'l1', reports: named } });
      const { type, payload } = await ended('l1');
      expect(type).toBe('compared');
      expect((payload as { markdown: string }).markdown).toMatch(/\*\*B\*\*: Tuesday/);
      session.receive({
        type: 'compare',
        payload: { runId: 'l2', reports: [named[0], { name: 'gone', path: `${path}x` }] },
      });
      expect((await ended('l2')).payload).toMatchObject({ message: expect.stringContaining('run.jsonx') });
    } finally {
      session.abandon();
      await rm(folder, { recursive: true });
    }
  });

  it('sends why files cannot be looked at', async () => {
    const { session, ended } = sessionWith(endless, async () => {
      throw new Failure('data', 'missing-file', 'a.csv does not exist in /w.', { file: 'a.csv' });
    });
    session.receive(describeMessage('l1'));
    expect((await ended('l1')).payload).toMatchObject({ kind: 'data', code: 'missing-file' });
  });

  it('names a defect that escaped the run', async () => {
    const { session, ended } = sessionWith(endless);
    session.receive(evaluateMessage());
    session.fail(new Error('lost in a callback'));
    expect((await ended('r1')).payload).toHaveProperty(
      'message',
      expect.stringContaining('lost in a callback'),
    );
  });
});
