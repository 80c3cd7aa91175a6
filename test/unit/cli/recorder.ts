/** A terminal that remembers what was written to it, and that a test can interrupt. */
import type { Interrupt, Terminal } from '../../../src/cli/terminal.ts';

export interface Recorder extends Terminal {
  stdout: string;
  stderr: string;
  killed: Interrupt[];
  interrupt(signal?: 'SIGINT' | 'SIGTERM'): void;
}

export function recorder(over: Partial<Terminal> = {}): Recorder {
  const listeners = new Set<(signal: 'SIGINT' | 'SIGTERM') => void>();
  const self: Recorder = {
    stdout: '',
    stderr: '',
    killed: [],
    out: (text) => {
      self.stdout += text;
    },
    err: (text) => {
      self.stderr += text;
    },
    redraw: (line) => {
      self.stderr += `\r\u001b[2K${line}`;
    },
    cwd: '/project',
    env: {},
    outIsTty: false,
    errIsTty: false,
    columns: 80,
    onInterrupt: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    kill: (signal) => {
      self.killed.push(signal);
    },
    interrupt: (signal = 'SIGINT') => {
      for (const listener of listeners) listener(signal);
    },
    ...over,
  };
  return self;
}
