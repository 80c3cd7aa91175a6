/** The tools for agents in a real extension host, called as an agent's extension calls them. No model is needed. */
import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { smallFiles, smallSpec } from '../support/small-workspace.ts';
import { RUN, RUN_MS, SOON, useEditor } from './harness/index.ts';
import { callingTool as calling, Probe } from './harness/probe.ts';
import { reportsIn } from './harness/reports.ts';
import { SideBar } from './harness/side.ts';

const files = {
  ...smallFiles(3000, smallSpec()),
  'long.lis.yaml': smallSpec('seeds: 60\n'),
  'train.py': `import pandas as pd
from sklearn.model_selection import train_test_split
from sklearn.preprocessing import StandardScaler
X = StandardScaler().fit_transform(pd.read_csv('x.csv'))
a, b = train_test_split(X)
`,
  'broken.lis.yaml': smallSpec().replace('label: click', 'label: clicked'),
};

describe('an agent in the editor', () => {
  const editor = useEditor({
    ...{ files, probe: true },
    settings: { 'chat.disableAIFeatures': false, 'chat.mcp.access': 'all' },
  });
  let probe: Probe;
  let side: SideBar;
  beforeAll(() => {
    probe = new Probe(editor().workspace);
    side = new SideBar(editor().workbench);
  });

  test('finds five tools', async () => {
    const names = await probe.run(
      "return vscode.lm.tools.map(({ name }) => name).filter((name) => name.startsWith('lis_')).sort();",
    );
    expect(names).toEqual([
      ...['lis_check_spec', 'lis_latest_report', 'lis_list_findings', 'lis_list_specs', 'lis_run_evaluation'],
    ]);
  });

  test('reads and checks specs without being asked anything', async () => {
    expect(await probe.run(calling('list_specs', {}))).toMatchObject({
      roots: [editor().workspace],
      specs: [{ spec: 'broken.lis.yaml' }, { spec: 'lis.yaml', errors: 0 }, { spec: 'long.lis.yaml' }],
    });
    expect(await probe.run(calling('check_spec', { spec: 'lis.yaml' }))).toMatchObject({ ready: true });
    expect(await probe.run(calling('check_spec', { spec: 'broken.lis.yaml' }))).toMatchObject({
      ready: false,
      problems: [{ code: 'no-column', key: 'log.label' }],
    });
    await expect(probe.run(calling('check_spec', { spec: '../lis.yaml' }))).rejects.toThrow('outside-root');
    await expect(probe.run(calling('latest_report', { spec: 'lis.yaml' }))).rejects.toThrow('no-report');
  });

  test('evaluates only what the user agrees to', async () => {
    const refused = probe.start(calling('run_evaluation', { spec: 'lis.yaml', seeds: 1 }));
    expect(await side.answerModal('Cancel')).toContain('Evaluate a LIS spec?');
    expect(await refused()).toMatchObject({ error: expect.stringMatching(/cancel/i) });
    expect(existsSync(join(editor().workspace, '.lis'))).toBe(false);
    const agreed = probe.start(calling('run_evaluation', { spec: 'lis.yaml', seeds: 1 }));
    expect(await side.answerModal('Yes')).toContain('lis.yaml');
    const answer = await agreed();
    expect(answer).toMatchObject({
      value: { spec: 'lis.yaml', metric: 'AUC', stale: { spec: false, inputs: [] } },
    });
    expect(reportsIn(editor().workspace)).toHaveLength(1);
    const { value } = answer as { value: { report: string } };
    expect(existsSync(join(editor().workspace, value.report))).toBe(true);
    await editor().workbench.openFile('lis.yaml');
    await editor().workbench.waitForCodeLens(/base AUC 0\.\d{4}/, RUN_MS);
    expect(await probe.run(calling('list_findings', { file: 'lis.yaml' }))).toMatchObject({
      from: [{ what: 'report' }],
    });
    expect(await probe.run(calling('list_findings', { file: 'train.py' }))).toMatchObject({
      findings: [{ what: 'code', code: 'LIS001', place: { line: 4 } }],
    });
  });

  test('stops a run that it has started', async () => {
    const runs = reportsIn(editor().workspace).length;
    const stopped = probe.start(`
      const source = new vscode.CancellationTokenSource();
      const file = vscode.Uri.joinPath(vscode.workspace.workspaceFolders[0].uri, 'stop');
      const timer = setInterval(() => vscode.workspace.fs.stat(file).then(() => source.cancel(), () => {}), 50);
      try { ${calling('run_evaluation', { spec: 'long.lis.yaml' }, 'source.token')} }
      finally { clearInterval(timer); }`);
    await side.answerModal('Yes');
    await editor().workbench.openFile('long.lis.yaml');
    await editor().workbench.waitForCodeLens(/\d %/, RUN_MS);
    writeFileSync(join(editor().workspace, 'stop'), '');
    expect(await stopped()).toMatchObject({ error: expect.stringMatching(/cancel/i) });
    await expect
      .poll(() => editor().workbench.codeLenses(), RUN)
      .not.toContain(expect.stringMatching(/\d %/));
    expect(reportsIn(editor().workspace)).toHaveLength(runs);
    // The editor itself logs what a tool refuses.
    expect(editor().consoleErrors.filter((text) => !text.includes('#invokeTool'))).toEqual([]);
  });

  test('has the MCP server, which the editor starts, too', async () => {
    // A server that is asked for before the editor has heard of it is not started: asked again until it is there.
    const names = `await vscode.commands.executeCommand('workbench.mcp.startServer', '*', { waitForLiveTools: true });
      return vscode.lm.tools.map(({ name }) => name).filter((name) => name.startsWith('mcp_')).sort();`;
    await expect
      .poll(() => probe.run(names), { ...SOON, interval: 1000 })
      .toEqual([
        ...['mcp_lis_lens_check_spec', 'mcp_lis_lens_latest_report', 'mcp_lis_lens_list_findings'],
        ...['mcp_lis_lens_list_specs', 'mcp_lis_lens_run_evaluation'],
      ]);
    const answer = await probe.run(`
      const options = { input: { spec: 'broken.lis.yaml' }, toolInvocationToken: undefined };
      const { content } = await vscode.lm.invokeTool('mcp_lis_lens_check_spec', options);
      return JSON.stringify(content);`);
    expect(answer).toContain('no-column');
  });
});
