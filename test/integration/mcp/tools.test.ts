/** The tools of the built server, called by the official SDK's client. */
import { mkdirSync, mkdtempSync, readdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { CallToolResult, Progress } from '@modelcontextprotocol/sdk/types.js';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Output } from '../../../src/agents/schemas.ts';
import { createProject, csv, logRows, type Project, SPEC } from '../cli/project.ts';
import { type Agent, childrenOf, connect, LONG } from './agent.ts';

let project: Project;
let agent: Agent;
beforeEach(async () => {
  project = createProject();
  agent = await connect(project);
});
afterEach(async () => {
  await agent.client.close();
  project.remove();
});

async function call(name: string, args: Record<string, unknown> = {}): Promise<CallToolResult> {
  return (await agent.client.callTool({ name, arguments: args })) as CallToolResult;
}

/** The sentence of a call that fails. */
async function refusal(name: string, args: Record<string, unknown>): Promise<string> {
  const { isError, content } = await call(name, args);
  expect(isError).toBe(true);
  return (content[0] as { text: string }).text;
}

const runs = () => readdirSync(join(project.folder, '.lis/runs'));

describe('the tools', () => {
  it('are five, each with schemas, and one says that it writes', async () => {
    const { tools } = await agent.client.listTools();
    expect(tools.map(({ name, annotations }) => [name, annotations?.readOnlyHint])).toEqual([
      ['list_specs', true],
      ['latest_report', true],
      ['list_findings', true],
      ['check_spec', true],
      ['run_evaluation', false],
    ]);
    for (const { inputSchema, outputSchema, description } of tools) {
      expect([inputSchema.type, outputSchema?.type]).toEqual(['object', 'object']);
      expect(description).toMatch(/^[A-Z].*\.$/);
    }
  });

  it('run an evaluation with progress, and then read what it found', async () => {
    const heard: Progress[] = [];
    const ran = await agent.client.callTool(
      { name: 'run_evaluation', arguments: { spec: 'lis.yaml', seeds: 1 } },
      undefined,
      { onprogress: (progress) => heard.push(progress) },
    );
    expect(ran.structuredContent).toMatchObject({
      ...{ spec: 'lis.yaml', report: `.lis/runs/${runs()[0]}`, metric: 'AUC', damaged: 0 },
      gains: [{ name: 'co-click', what: 'LIS' }],
      stale: { spec: false, inputs: [], notLookedAt: [] },
    });
    expect(heard.length).toBeGreaterThan(0);
    expect(heard.map(({ progress }) => progress)).toEqual(heard.map(({ progress }) => progress).toSorted());
    expect((await call('latest_report', { spec: 'lis.yaml' })).structuredContent).toEqual(
      ran.structuredContent,
    );
    const table = await project.lis(['report', 'lis.yaml', '--full']);
    const { gains, opening } = ran.structuredContent as Output<'latest_report'>;
    expect(table.stdout).toContain(gains[0]!.estimate.text.split(' ')[0]);
    expect(table.stdout.replace(/\s+/g, ' ')).toContain(opening[0]!);
    const { structuredContent: listed } = await call('list_specs');
    expect(listed).toMatchObject({
      roots: [project.folder],
      specs: [{ spec: 'lis.yaml', sources: ['co-click'], models: [], errors: 0 }],
      more: false,
    });
    const { structuredContent: findings } = await call('list_findings', { file: 'lis.yaml' });
    expect(findings).toMatchObject({ file: 'lis.yaml', from: [{ what: 'report', stale: { spec: false } }] });
  });

  it('say that a report is stale, and of what', async () => {
    await call('run_evaluation', { spec: 'lis.yaml' });
    project.write({
      'data/log.csv': csv(logRows().slice(1)),
      'lis.yaml': SPEC.replace('window: 4', 'window: 3'),
    });
    const { structuredContent } = await call('latest_report', { spec: 'lis.yaml' });
    expect(structuredContent).toMatchObject({ stale: { spec: true, inputs: ['data/log.csv'] } });
  });

  it('find what is wrong with a spec and its columns, at their places', async () => {
    project.write({
      'lis.yaml': SPEC.replace('label: click', 'label: clicked').replace('seeds: 1', 'seedz: 1'),
    });
    const { structuredContent } = await call('check_spec', { spec: 'lis.yaml' });
    expect(structuredContent).toMatchObject({
      ready: false,
      problems: [
        { code: 'unknown-key', line: 12, column: 1, message: expect.stringContaining('seeds') },
        {
          code: 'no-column',
          key: 'log.label',
          line: 6,
          column: 10,
          message: expect.stringContaining('`click`'),
        },
      ],
      notChecked: [],
    });
    expect(await refusal('run_evaluation', { spec: 'lis.yaml' })).toMatch(
      /^lis\.yaml:12:1: .*\(unknown-key\)$/,
    );
  });

  it('find leaks of the label', async () => {
    const rows = logRows().map((row) => [...row, row[2]!]);
    project.write({
      'data/log.csv': csv(rows, ['user', 'item', 'click', 'ts', 'place', 'bought']),
      'lis.yaml': SPEC.replace('[place]', '[place, bought]'),
    });
    await call('run_evaluation', { spec: 'lis.yaml' });
    const { structuredContent } = await call('list_findings', { file: 'lis.yaml' });
    const { findings } = structuredContent as Output<'list_findings'>;
    expect(findings[0]).toMatchObject({ code: 'label-leak', severity: 'error' });
  });
});

describe('what a tool refuses', () => {
  it('files outside of its folder, also behind a link', async () => {
    const outside = mkdtempSync(join(tmpdir(), 'lis-outside-'));
    try {
      writeFileSync(join(outside, 'lis.yaml'), SPEC);
      symlinkSync(outside, join(project.folder, 'linked'));
      for (const spec of ['../lis.yaml', join(outside, 'lis.yaml'), 'linked/lis.yaml', '/etc/passwd']) {
        for (const name of ['latest_report', 'list_findings', 'check_spec', 'run_evaluation'])
          expect(await refusal(name, name === 'list_findings' ? { file: spec } : { spec })).toMatch(
            / is outside of .*\(outside-root\)$/,
          );
      }
      writeFileSync(join(outside, 'secret.csv'), 'password,user\n');
      project.write({ 'lis.yaml': SPEC.replace('data/log.csv', join(outside, 'secret.csv')) });
      const { structuredContent } = await call('check_spec', { spec: 'lis.yaml' });
      expect(structuredContent).toMatchObject({ notChecked: [{ files: join(outside, 'secret.csv') }] });
      expect(JSON.stringify(structuredContent)).not.toContain('password');
    } finally {
      rmSync(outside, { recursive: true });
    }
  });

  it('files that are not there, folders, specs without a report', async () => {
    mkdirSync(join(project.folder, 'sub'));
    expect(await refusal('check_spec', { spec: 'no.lis.yaml' })).toMatch(
      /^Cannot find the file .*\(no-file\)$/,
    );
    expect(await refusal('check_spec', { spec: 'sub' })).toMatch(/is a folder.*\(not-a-file\)$/);
    expect(await refusal('check_spec', { spec: 'a\0b' })).toMatch(/\(outside-root\)$/);
    expect(await refusal('latest_report', { spec: 'lis.yaml' })).toBe(
      'lis.yaml has no report yet; call run_evaluation. (no-report)',
    );
  });

  it('wrong arguments and unknown tools', async () => {
    expect(await refusal('check_spec', {})).toMatch(/spec/);
    expect(await refusal('check_spec', { spec: 7 })).toMatch(/spec/);
    expect(await refusal('check_spec', { spec: 'lis.yaml', more: 1 })).toMatch(/more/);
    expect(await refusal('run_evaluation', { spec: 'lis.yaml', seeds: 1e9 })).toMatch(/seeds/);
    expect(await refusal('run_evaluation', { spec: 'lis.yaml', sources: ['nobody'] })).toMatch(/nobody/);
    expect(await refusal('delete_everything', {})).toMatch(/delete_everything/);
    expect((await call('list_specs')).isError).toBeUndefined();
  });
});

describe('a run that its client cancels', () => {
  it('ends within seconds, writes no report, and leaves the server at work', async () => {
    project.write(LONG);
    const abort = new AbortController();
    const run = agent.client.callTool(
      { name: 'run_evaluation', arguments: { spec: 'long.lis.yaml' } },
      undefined,
      { signal: abort.signal, onprogress: () => abort.abort() },
    );
    await expect(run).rejects.toThrow();
    expect((await call('check_spec', { spec: 'lis.yaml' })).structuredContent).toMatchObject({ ready: true });
    await call('run_evaluation', { spec: 'lis.yaml' }); // waits for the end of the other
    expect(runs()).toEqual([expect.stringMatching(/-lis\.json$/)]);
    expect(childrenOf(agent.pid).length).toBe(1);
  });
});
