/** What newcomers meet first agrees with the project: the workflow, the issue forms, the settings of editors. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';

const root = join(import.meta.dirname, '../../..');
const text = (path: string): string => readFileSync(join(root, path), 'utf8');
const json = (path: string) => JSON.parse(text(path));

it('the workflow runs the two commands of the README on three systems', () => {
  const { jobs } = parse(text('.github/workflows/ci.yml'));
  const { strategy, steps } = jobs.test;
  expect(strategy.matrix.os).toEqual(['ubuntu-latest', 'macos-latest', 'windows-latest']);
  const commands = steps.flatMap(({ run }: { run?: string }) => run ?? []);
  expect(commands).toEqual(['npm run demo', 'npm test']);
  expect(text('README.md')).toMatch(/^npm run demo .*\nnpm test /m);
  expect(text('.ci/run').trim().split('\n').at(-1)).toBe('npm test');
});

describe('an issue form', () => {
  const folder = '.github/ISSUE_TEMPLATE';
  const forms = readdirSync(join(root, folder)).filter((name) => name !== 'config.yml');

  it.each(forms)('%s asks for the output of the command by its title', (name) => {
    const { name: title, description, body } = parse(text(`${folder}/${name}`));
    expect([title, description].every((line) => typeof line === 'string' && line !== '')).toBe(true);
    const words = json('package.nls.json');
    const command = `${words.category}: ${words['lis.copyDebugInfo.title']}`;
    const debug = body.find(({ id }: { id?: string }) => id === 'debug');
    expect(debug.attributes.description).toContain(`"${command}"`);
  });

  it('stands in the folder that GitHub reads', () => expect(forms.length).toBeGreaterThanOrEqual(3));
});

it('.editorconfig agrees with biome.json', () => {
  const { formatter } = json('biome.json');
  const lines = text('.editorconfig').split('\n');
  expect(lines).toContain(`indent_style = ${formatter.indentStyle}`);
  expect(lines).toContain(`indent_size = ${formatter.indentWidth}`);
  expect(lines).toContain(`max_line_length = ${formatter.lineWidth}`);
});

it('what the editor launches is there, and its build task is a script of the package', () => {
  const { configurations } = json('.vscode/launch.json');
  const { tasks } = json('.vscode/tasks.json');
  const programs = configurations.flatMap(({ program }: { program?: string }) => program ?? []);
  const paths = programs.map((path: string) => path.replace('${' + 'workspaceFolder}/', ''));
  expect(paths).toEqual(['node_modules/vitest/vitest.mjs', 'dist/cli.mjs']);
  expect(existsSync(join(root, paths[0]!))).toBe(true);
  const before = configurations.flatMap(
    ({ preLaunchTask }: { preLaunchTask?: string }) => preLaunchTask ?? [],
  );
  expect(new Set(before)).toEqual(new Set(tasks.map(({ label }: { label: string }) => label)));
  expect(Object.keys(json('package.json').scripts)).toEqual(
    expect.arrayContaining(tasks.map(({ script }: { script: string }) => script)),
  );
});
