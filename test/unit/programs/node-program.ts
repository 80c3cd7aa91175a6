/** Programs for the tests of child processes. */
import { runChildProcess } from '../../../src/programs/child-process.ts';
import { showOutput } from '../../../src/programs/terminal-output.ts';

const never = new AbortController().signal;

/** The call of a Node program that is its script. */
export function node(script: string, args: string[] = []) {
  return { program: process.execPath, args: ['-e', script, ...args], cwd: process.cwd(), env: {} };
}

/** Runs a program. @returns its output, and how it ended */
export async function run(
  call: ReturnType<typeof node>,
  signal = never,
  onText: (text: string) => void = () => {},
) {
  let text = '';
  const end = await runChildProcess(call, signal, (output) =>
    showOutput(output, (part) => {
      text += part;
      onText(text);
    }),
  );
  return { text, end };
}
