/** Progress for people: one bar that redraws itself on a terminal, a few plain lines in a log. */

import { roughDuration } from '../common/format.ts';
import type { Progress } from '../common/progress.ts';
import { oneLine } from '../inert/visible.ts';
import type { Terminal } from './terminal.ts';

const BAR_WIDTH = 24;
const REDRAW_MS = 100;
/** A log gets a line at each new phase, and one at every tenth of the run. */
const LINES = 10;

export interface ProgressView {
  show(progress: Progress): void;
  /** Leaves the terminal as it was before the bar. */
  end(): void;
}

export function progressView(terminal: Terminal, quiet: boolean): ProgressView {
  if (quiet) return { show: () => undefined, end: () => undefined };
  const canRedraw = terminal.errIsTty && terminal.env['TERM'] !== 'dumb';
  return canRedraw ? bar(terminal) : lines(terminal);
}

function bar(terminal: Terminal): ProgressView {
  let drawn = Number.NEGATIVE_INFINITY;
  let visible = false;
  return {
    show(progress) {
      const now = performance.now();
      if (now - drawn < REDRAW_MS) return;
      drawn = now;
      visible = true;
      const done = Math.round(progress.fraction * BAR_WIDTH);
      const picture = `[${'#'.repeat(done)}${'-'.repeat(BAR_WIDTH - done)}]`;
      const text = oneLine(`${picture} ${describe(progress)}`);
      terminal.redraw(text.slice(0, Math.max(20, terminal.columns - 1)));
    },
    end() {
      if (visible) terminal.redraw('');
      visible = false;
    },
  };
}

function lines(terminal: Terminal): ProgressView {
  let phase: string | undefined;
  let tenth = -1;
  return {
    show(progress) {
      const now = Math.floor(progress.fraction * LINES);
      if (progress.phase === phase && now === tenth) return;
      phase = progress.phase;
      tenth = now;
      terminal.err(`${oneLine(describe(progress))}\n`);
    },
    end: () => undefined,
  };
}

function describe({ fraction, message, secondsLeft }: Progress): string {
  const left = secondsLeft === undefined ? '' : ` · ${roughDuration(secondsLeft)} left`;
  return `${String(Math.floor(fraction * 100)).padStart(3)} %${left} · ${message}`;
}
