/**
 * What a terminal that is no real one does for a program's output: a program that writes into a pipe buffers its lines, leaves out
 * its colours and ends its lines without a carriage return, unless it is told better or helped.
 */
import type { Readable } from 'node:stream';

/** The editor's own, which mean something else, or harm, in a program that it starts. */
const EDITORS_OWN = /^(VSCODE_|ELECTRON_)|^NODE_OPTIONS$/;

/** The environment of a program whose output is shown: lines at once, and in colours where the user has not ruled them out. */
export function terminalEnv(
  inherited: NodeJS.ProcessEnv,
  size: { columns: number; rows: number } | undefined,
): NodeJS.ProcessEnv {
  const kept = Object.fromEntries(Object.entries(inherited).filter(([name]) => !EDITORS_OWN.test(name)));
  const colours = ['NO_COLOR', 'FORCE_COLOR'].some((name) => name in inherited)
    ? {}
    : { FORCE_COLOR: '1', CLICOLOR_FORCE: '1', PY_COLORS: '1' };
  return {
    ...colours,
    TERM: 'xterm-256color',
    PYTHONUNBUFFERED: '1', // else Python shows nothing before some kilobytes are full
    ...(size !== undefined && { COLUMNS: String(size.columns), LINES: String(size.rows) }),
    ...kept,
    TERM_PROGRAM: 'vscode',
  };
}

/** A chunk of so many characters is followed by a pause, so that a flood leaves the editor time for its own work. */
const LARGE = 16_384;
const PAUSE_MS = 4;

/** Writes all of an output as it comes, in whole characters, each line from the left edge. */
export function showOutput(output: Readable, write: (text: string) => void): void {
  output.setEncoding('utf8').on('data', (text: string) => {
    write(text.replaceAll(/\r?\n/g, '\r\n'));
    if (text.length < LARGE) return;
    output.pause();
    setTimeout(() => output.resume(), PAUSE_MS);
  });
}
