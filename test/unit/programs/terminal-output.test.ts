/** A program's output as a terminal takes it, and what the program is told of that terminal. */
import { PassThrough } from 'node:stream';
import { describe, expect, it } from 'vitest';
import { showOutput, terminalEnv } from '../../../src/programs/terminal-output.ts';

describe('what is shown of an output', () => {
  const shown = async (...chunks: Buffer[]): Promise<string> => {
    const output = new PassThrough();
    let text = '';
    showOutput(output, (part) => {
      text += part;
    });
    for (const chunk of chunks) output.write(chunk);
    output.end();
    await new Promise((resolve) => output.once('close', resolve));
    return text;
  };

  it('has lines that begin at the left edge, and progress bars that stay on theirs', async () => {
    expect(await shown(Buffer.from('a\nb\r\nc\r 10 %\r 20 %\n'))).toBe('a\r\nb\r\nc\r 10 %\r 20 %\r\n');
  });

  it('has whole characters, however they come, and the colours that were written', async () => {
    const bytes = Buffer.from('\u001b[31mü→\u001b[0m');
    expect(await shown(bytes.subarray(0, 6), bytes.subarray(6, 8), bytes.subarray(8))).toBe(bytes.toString());
  });

  it('is all of a flood', async () => {
    const chunk = Buffer.from(`${'x'.repeat(99)}\n`.repeat(400));
    expect(await shown(chunk, chunk, chunk)).toHaveLength(3 * (chunk.length + 400));
  });
});

describe('the environment of a program in a terminal', () => {
  const size = { columns: 90, rows: 20 };

  it('asks for colours and for lines at once, and tells the terminal’s size', () => {
    expect(terminalEnv({ PATH: '/bin' }, size)).toEqual({
      PATH: '/bin',
      FORCE_COLOR: '1',
      CLICOLOR_FORCE: '1',
      PY_COLORS: '1',
      PYTHONUNBUFFERED: '1',
      TERM: 'xterm-256color',
      TERM_PROGRAM: 'vscode',
      COLUMNS: '90',
      LINES: '20',
    });
  });

  it('keeps what the user has said, and nothing of the editor’s own processes', () => {
    const env = terminalEnv(
      {
        NO_COLOR: '1',
        TERM: 'dumb',
        PYTHONUNBUFFERED: '',
        VSCODE_PID: '7',
        ELECTRON_RUN_AS_NODE: '1',
        NODE_OPTIONS: '-r x',
      },
      undefined,
    );
    expect(env).toEqual({ NO_COLOR: '1', TERM: 'dumb', PYTHONUNBUFFERED: '', TERM_PROGRAM: 'vscode' });
    expect(terminalEnv({ FORCE_COLOR: '0' }, undefined)).not.toHaveProperty('CLICOLOR_FORCE');
  });
});
