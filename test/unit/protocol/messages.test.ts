import { describe, expect, expectTypeOf, it } from 'vitest';
import type { Progress } from '../../../src/common/progress.ts';
import type { DataProfile } from '../../../src/data/profile.ts';
import {
  type HostMessage,
  type RunProgress,
  receiveFromHost,
  receiveFromWorker,
  type WorkerMessage,
} from '../../../src/protocol/messages.ts';
import type { TableFacts } from '../../../src/specfile/authoring/facts.ts';

const evaluate: HostMessage = {
  type: 'evaluate',
  payload: { runId: 'r1', specPath: '/w/lis.yaml', overrides: {}, reportPath: '/w/.lis/runs/a.json' },
};
const overTheWire = (value: unknown): unknown => JSON.parse(JSON.stringify(value));

describe('messages from the host', () => {
  it('come through the wire as they were sent', () => {
    const full = {
      ...evaluate,
      payload: { ...evaluate.payload, specText: 'version: 1', overrides: { seeds: 5 } },
    };
    expect(receiveFromHost(overTheWire(evaluate))).toEqual({ message: evaluate });
    expect(receiveFromHost(overTheWire(full))).toEqual({ message: full });
    const cancel = { type: 'cancel', payload: { runId: 'r1' } };
    expect(receiveFromHost(cancel)).toEqual({ message: cancel });
  });

  it.each([
    ['nothing', undefined, 'unknown message'],
    ['null', null, 'unknown message'],
    ['text', 'evaluate', 'unknown message'],
    ['an unknown name', { type: 'shutdown', payload: {} }, 'unknown message "shutdown"'],
    ['a name from the prototype', { type: 'toString', payload: {} }, 'unknown message "toString"'],
    [
      'a message of the other direction',
      { type: 'ready', payload: { pid: 1, node: '24' } },
      'unknown message',
    ],
    ['no payload', { type: 'cancel' }, 'message "cancel"'],
    ['a missing field', { type: 'evaluate', payload: { runId: 'r1' } }, 'specPath'],
    ['an unknown field', { type: 'cancel', payload: { runId: 'r1', force: true } }, 'force'],
    [
      'seeds out of range',
      { type: 'evaluate', payload: { ...evaluate.payload, overrides: { seeds: 0 } } },
      'overrides.seeds',
    ],
  ])('%s is refused with the reason', (_case, value, reason) => {
    const received = receiveFromHost(value);
    expect('problem' in received && received.problem).toContain(reason);
  });
});

describe('messages from the compute process', () => {
  it('carry a failure with its place', () => {
    const failed: WorkerMessage = {
      type: 'failed',
      payload: {
        runId: 'r1',
        kind: 'usage',
        code: 'unknown-column',
        message: 'The log has no column "clik".',
        where: { file: '/w/lis.yaml', line: 4, column: 9, specPath: ['log', 'label'] },
      },
    };
    expect(receiveFromWorker(overTheWire(failed))).toEqual({ message: failed });
  });

  it('refuse a fraction above 1 and a number that JSON lost', () => {
    const progress = { phase: 'train', message: 'training base', fraction: 0.5 };
    const send = (value: object): unknown =>
      receiveFromWorker({ type: 'progress', payload: { runId: 'r1', progress: { ...progress, ...value } } });
    expect(send({})).toHaveProperty('message');
    expect(send({ fraction: 1.01 })).toHaveProperty('problem');
    expect(send({ fraction: null })).toHaveProperty('problem');
    expect(send({ phase: 'dream' })).toHaveProperty('problem');
  });

  it('carry a look at columns as the core gives it', () => {
    const column = { name: 'hour', type: 'BIGINT', family: 'integer', distinct: 24, nulls: 0.5, isoShare: 0 };
    const facts: TableFacts = {
      files: [{ path: 'a.csv', bytes: 12 }],
      rows: 3,
      complete: true,
      columns: [{ ...column, min: '0', max: '23', values: [{ value: '7', share: 1 }], examples: ['7'] }],
    };
    const described: WorkerMessage = { type: 'described', payload: { runId: 'r1', facts } };
    expect(receiveFromWorker(overTheWire(described))).toEqual({ message: described });
    expectTypeOf<DataProfile>().toExtend<TableFacts>();
  });

  it('have the same progress as the core', () => {
    expectTypeOf<RunProgress>().toEqualTypeOf<Progress>();
    const phases: Progress['phase'][] = ['read', 'encode', 'features', 'train', 'metrics', 'report'];
    const messages = phases.map((phase): WorkerMessage => {
      const progress = { phase, message: 'so far', fraction: 1, rows: 0, secondsLeft: 0.5 };
      return { type: 'progress', payload: { runId: 'r1', progress } };
    });
    expect(messages.map((message) => receiveFromWorker(overTheWire(message)))).toEqual(
      messages.map((message) => ({ message })),
    );
    expectTypeOf<WorkerMessage['type']>().toEqualTypeOf<
      | 'ready'
      | 'progress'
      | 'finished'
      | 'audited'
      | 'codeAudited'
      | 'described'
      | 'compared'
      | 'hashed'
      | 'drafted'
      | 'exported'
      | 'failed'
      | 'cancelled'
      | 'runProgram'
      | 'findToken'
      | 'stopProgram'
      | 'log'
    >();
  });
});
