/** `lis watch` as a process of its own: real saves, and an end that leaves nothing behind. */
import { type ChildProcess, spawn } from 'node:child_process';
import { appendFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { CLI, createProject, csv, HEADER, logRows, type Project, SPEC } from './project.ts';

let project: Project;
let child: ChildProcess | undefined;
beforeEach(() => {
  project = createProject();
});
afterEach(() => {
  child?.kill('SIGKILL');
  project.remove();
});

it('evaluates at each save, goes on after an error, and ends at once with Ctrl-C', async () => {
  const watch = spawn(process.execPath, [CLI, 'watch', '--threads', '1'], { cwd: project.folder });
  child = watch;
  let [stdout, stderr] = ['', ''];
  watch.stdout.on('data', (text) => {
    stdout += text;
  });
  watch.stderr.on('data', (text) => {
    stderr += text;
  });
  const ended = new Promise<number | null>((done) => watch.on('close', done));
  const until = (times: number) =>
    vi.waitFor(() => expect(stderr.match(/Ctrl-C ends\n/g) ?? []).toHaveLength(times), {
      timeout: 60_000,
      interval: 50,
    });
  const save = (text: string) => writeFileSync(join(project.folder, 'lis.yaml'), text);

  await until(1);
  expect(stderr).toContain('lis: watching lis.yaml and 1 file of data; Ctrl-C ends\n');
  expect(stdout).toMatch(/\n {2}co-click +\S/);

  save(SPEC.replace('window: 4', 'window: 1'));
  await until(2);
  expect(stdout).toMatch(/\nSince the run before\n {2}co-click .*→/);

  save(SPEC.replace('sources:', 'sauces:'));
  await until(3);
  expect(stderr).toMatch(/lis: lis\.yaml:10:1: .*sauces.*\n {4}sauces:\n {4}\^\n/);

  save(SPEC);
  await until(4);
  appendFileSync(join(project.folder, 'data', 'log.csv'), 'u1,i1,1,1700360000,p1\n');
  await until(5);
  expect(stderr).toMatch(/ data\/log\.csv changed\n/);
  expect(stdout.match(/\nMore /g)).toHaveLength(4);

  writeFileSync(join(project.folder, 'data', 'log.csv'), csv([...logRows(), ...logRows()], HEADER));
  await vi.waitFor(() => expect(stderr.match(/data\/log\.csv changed\n/g)).toHaveLength(2), {
    timeout: 20_000,
  });
  watch.kill('SIGINT'); // at the beginning of a run
  expect(await ended).toBe(130);
  expect(stderr).toMatch(/lis: the watch has ended\n$/);
});
