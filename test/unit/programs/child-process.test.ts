/** Programs of the user's as child processes: what they are given, and that nothing outlives them. */
import { spawn, spawnSync } from 'node:child_process';
import { describe, expect, it } from 'vitest';
import { isAlive } from '../../fixtures/alive.ts';
import { node, run } from './node-program.ts';

const modulePath = new URL('../../../src/programs/child-process.ts', import.meta.url).href;

describe('a program', () => {
  it('is given its arguments to the letter, and its output is shown', async () => {
    // biome-ignore lint/suspicious/noTemplateCurlyInString: what an editor's tasks would fill in
    const hard = ['${workspaceFolder}', '$HOME', '%PATH%', 'two words', '"', "'", 'ü', ''];
    const { text, end } = await run(
      node('console.log(JSON.stringify(process.argv.slice(1)))', ['--', ...hard]),
    );
    expect(JSON.parse(text)).toEqual(hard);
    expect(text.endsWith('\r\n')).toBe(true);
    expect(end).toEqual({ exitCode: 0, complaint: [] });
  });

  it('says what it complained of, and its exit code', async () => {
    const { text, end } = await run(node('console.error("no column ts"); process.exitCode = 3'));
    expect(end).toEqual({ exitCode: 3, complaint: ['no column ts'] });
    expect(text).toBe('no column ts\r\n');
  });

  it('complains in plain text, whatever its colours', async () => {
    const loud =
      '\\x1b[1;31mTraceback\\x1b[0m\\n\\x1b]0;a title\\x07\\x1b[35mValueError\\x1b[0m: b\\boom\\n\\x1b[32m\\x1b[0m\\n';
    const { text, end } = await run(node(`process.stderr.write('${loud}'); process.exitCode = 1`));
    expect(end.complaint).toEqual(['Traceback', 'ValueError: boom']);
    expect(text).toContain('\x1b[1;31mTraceback');
  });

  it('that is not there is a failure', async () => {
    const absent = { ...node(''), program: 'lis-no-such-program' };
    await expect(run(absent)).rejects.toMatchObject({ code: 'command-not-found' });
  });

  it.skipIf(process.platform === 'win32')(
    'ends with a process that is killed, and so does all that it started',
    async () => {
      const waits = 'console.log(process.pid); setInterval(() => {}, 1000);';
      const script = `require('node:child_process').spawn(process.execPath, ['-e', ${JSON.stringify(
        waits,
      )}], { stdio: 'inherit' }); ${waits}`;
      const starter = `
        const { runChildProcess } = await import(${JSON.stringify(modulePath)});
        const call = { program: process.execPath, args: ['-e', ${JSON.stringify(script)}], cwd: '/', env: {} };
        await runChildProcess(call, new AbortController().signal, (output) => output.pipe(process.stdout));`;
      const child = spawn(process.execPath, ['--input-type=module', '-e', starter]);
      let text = '';
      child.stdout.on('data', (part) => {
        text += part;
      });
      const pids = () => (text.match(/\d+(?=\n)/g) ?? []).map(Number);
      await expect.poll(pids, { timeout: 30_000 }).toHaveLength(2);
      expect(pids().filter(isAlive)).toHaveLength(2);
      child.kill('SIGKILL');
      await expect.poll(() => pids().filter(isAlive), { timeout: 30_000 }).toEqual([]);
    },
  );

  it.skipIf(process.platform === 'win32')('is watched no longer than it runs', async () => {
    const { stdout: before } = spawnSync('ps', ['-eo', 'ppid,args'], { encoding: 'utf8' });
    await run(node(''));
    const watchers = (text: string) =>
      text
        .split('\n')
        .filter((line) => line.includes('read -r group') && line.trim().startsWith(`${process.pid} `));
    const now = () => watchers(spawnSync('ps', ['-eo', 'ppid,args'], { encoding: 'utf8' }).stdout);
    await expect.poll(now, { timeout: 30_000 }).toHaveLength(watchers(before).length);
  });
});
