import { expect, it } from 'vitest';
import { type DebugFacts, debugText } from '../../../../../src/vscode/commands/debug-info/text.ts';
import { exampleReport } from '../../../../fixtures/report.ts';

const facts: DebugFacts = {
  extension: '0.1.0',
  editor: 'Editor 1.100.0 (desktop)',
  runtime: 'node 22.1.0',
  machine: { platform: 'linux', arch: 'x64', release: '6.1', cores: 2, memoryBytes: 8 * 1024 ** 3 },
  remote: undefined,
  browser: false,
  trusted: true,
  folders: 1,
  specs: 2,
  settings: { 'lis.threads': 0 },
  compute: 'not started',
  last: undefined,
  failure: undefined,
};

it('tells versions, the machine and settings', () => {
  expect(debugText(facts)).toBe(`## LIS Lens
- extension 0.1.0, Editor 1.100.0 (desktop), node 22.1.0
- linux x64 6.1, 2 cores, 8.0 GB
- remote: no; in a browser: no; trusted: yes
- folders: 1; specs: 2; compute process: not started
- settings: {"lis.threads":0}
- last run: none
`);
});

it('tells the size and the outcome of the last run, and none of its names, paths or numbers', () => {
  const report = exampleReport({
    spec: { path: '/home/secret/lis.yaml', hash: 'abc' },
    warnings: [{ code: 'duplicates', message: 'in secret.csv' }],
  });
  report.sources[0]!.name = 'secret-source';
  const text = debugText({
    ...facts,
    last: { report, stale: true },
    failure: { kind: 'data', code: 'one-class' },
  });
  expect(text).toContain('- last run: 2026-11-01T10:00:00.000Z by 0.1.0, stale\n');
  expect(text).toContain('100 rows, 10 users');
  expect(text).toContain('sources: co-click (built)');
  expect(text).toContain('warnings: duplicates');
  expect(text).toContain('- last failure: data one-class\n');
  expect(text).not.toMatch(/secret|0\.7355/);
});
