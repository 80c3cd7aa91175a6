/** The GitHub Action and the pre-commit hook, by running what they run. */
import { mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { capture } from '../../../scripts/lib/command.mjs';
import { smallFiles } from '../../support/small-workspace.ts';

const LEAKY = `import pandas as pd
from sklearn.model_selection import train_test_split
from sklearn.preprocessing import StandardScaler
from sklearn.linear_model import LogisticRegression

frame = pd.read_csv("clicks.csv")
X, y = frame.drop(columns="click"), frame["click"]
X = StandardScaler().fit_transform(X)
X_train, X_test, y_train, y_test = train_test_split(X, y)
model = LogisticRegression().fit(X_train, y_train)
print(model.score(X_test, y_test))
`;

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'lis-hooks-'));
  const files = { ...smallFiles(), 'train/leaky.py': LEAKY, 'train/plain.py': 'print("no library here")\n' };
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe('the GitHub Action', () => {
  const action = parse(readFileSync('action.yml', 'utf8')) as {
    inputs: Record<string, { default: string }>;
    runs: { using: string; steps: { shell: string; run: string; env: Record<string, string> }[] };
  };
  const [step] = action.runs.steps;
  const runStep = (files: string, gate: string) =>
    capture('bash', ['--noprofile', '--norc', '-e', '-o', 'pipefail', '-c', step!.run], {
      cwd: folder,
      env: { ...process.env, GITHUB_ACTION_PATH: resolve('.'), LIS_FILES: files, LIS_GATE: gate },
    });

  it('annotates the line that leaks, and fails by its gate alone', async () => {
    expect(action.runs.using).toBe('composite');
    const input = (name: string) => ['$', `{{ inputs.${name} }}`].join('');
    expect(step!.env).toEqual({ LIS_FILES: input('files'), LIS_GATE: input('gate') });
    const { files, gate } = action.inputs;
    const found = await runStep(files!.default, gate!.default);
    expect(found.text).toMatch(/::error file=train\/leaky.py,line=8,title=lis audit%3A LIS001::/);
    expect(found.code).toBe(1);
    expect((await runStep(files!.default, 'none')).code).toBe(0);
    expect((await runStep('train/plain.py', 'warning')).code).toBe(0);
  });

  it('audits a spec and its data', async () => {
    const { code, text } = await runStep('lis.yaml', 'error');
    expect(text).not.toContain('::error');
    expect(code).toBe(0);
  });
});

describe('the pre-commit hook', () => {
  const [hook] = parse(readFileSync('.pre-commit-hooks.yaml', 'utf8')) as {
    entry: string;
    language: string;
    files: string;
  }[];

  it('runs on the files that it names, and stops a commit that leaks', async () => {
    expect(hook!.language).toBe('script');
    const wanted = new RegExp(hook!.files);
    expect(['a/train.py', 'a.ipynb', 'lis.yaml', 'feed/ctr.lis.yml'].every((file) => wanted.test(file))).toBe(
      true,
    );
    expect(['readme.md', 'docker.yaml', 'a.pyc'].some((file) => wanted.test(file))).toBe(false);
    const [script, ...options] = hook!.entry.split(' ');
    expect(statSync(script!).mode & 0o111).not.toBe(0);
    const { code, text } = await capture(
      resolve(script!),
      [...options, 'train/leaky.py', 'train/plain.py', 'lis.yaml'],
      { cwd: folder },
    );
    expect(text).toContain('LIS001  train/leaky.py:8');
    expect(code).toBe(1);
    expect(
      (await capture(resolve(script!), [...options, 'train/plain.py', 'data/clicks.csv'], { cwd: folder }))
        .code,
    ).toBe(0);
  });
});
