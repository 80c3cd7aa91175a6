import { expect, it } from 'vitest';
import { reportOnce } from '../../../../../src/vscode/findings/fixes/once.ts';

it('a report is opened by one entry of the menu, which answers every problem of the line', () => {
  const problem = (code: string) => ({ code }) as never;
  const open = (code: string) => ({
    title: 'Open report',
    command: { command: 'lis.openReport', title: 'Open report' },
    diagnostics: [problem(code)],
  });
  const ignore = (code: string) => ({ title: `Ignore ${code}`, diagnostics: [problem(code)] });
  const given = reportOnce([open('headroom'), ignore('a'), open('self-evidence'), ignore('b'), open('x')]);
  expect(given.map(({ title }) => title)).toEqual(['Open report', 'Ignore a', 'Ignore b']);
  expect(given[0]!.diagnostics).toEqual([{ code: 'headroom' }, { code: 'self-evidence' }, { code: 'x' }]);
  expect(reportOnce([ignore('a')])).toEqual([ignore('a')]);
});
