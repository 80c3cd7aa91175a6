/** What a run tells its surface while it goes on, and how the surface stops it. */
import type { Trace } from './trace.ts';

/** What a run does, in this order. */
export type Phase = 'read' | 'encode' | 'features' | 'train' | 'metrics' | 'report';

/** How far a run is. */
export interface Progress {
  phase: Phase;
  /** One short line for people: "training leaked:co-click, seed 2". */
  message: string;
  /** Fraction of the whole run that is done, 0..1, never decreasing. */
  fraction: number;
  /** Rows of the log that the run works on, once it is read. */
  rows?: number | undefined;
  /** Seconds left, once they can be estimated. */
  secondsLeft?: number | undefined;
}

/** Handed down through every layer of the core. */
export interface RunContext {
  /** Aborts within a second in every phase; functions throw `Cancelled`. */
  signal: AbortSignal;
  onProgress(progress: Progress): void;
  /** Worker threads for training, and DuckDB threads. ≥ 1. No result depends on it. */
  threads: number;
  /** Memory budget of the whole process, bytes. */
  memoryBytes: number;
  /** Absolute. What takes long to make again is kept there for later runs; no result depends on it. Nothing is kept where absent. */
  cacheFolder?: string | undefined;
  /** Is told what the run does when; nothing is noted where absent. */
  trace?: Trace | undefined;
  /** Runs programs of the user's: in the editor as tasks in its terminal; as child processes where absent. */
  runProgram?: RunProgram | undefined;
  /** Finds tokens in the editor's secret storage; absent outside the editor. */
  findToken?: FindToken | undefined;
}

/** A token that the user stored, by its name and the server that it is for. */
export interface StoredToken {
  name: string;
  /** `host:port` */
  server: string;
}

/** @returns undefined where none of this name is stored for this server */
export type FindToken = (token: StoredToken, signal: AbortSignal) => Promise<string | undefined>;

/** A program of the user's own, to be started once. */
export interface ProgramCall {
  /** For people: "leaked:co-click, seed 2". */
  title: string;
  program: string;
  args: readonly string[];
  /** Absolute. */
  cwd: string;
  /** Beside the environment that it inherits. */
  env: Readonly<Record<string, string>>;
  /** Where its output may be written; absolute. */
  logPath: string;
}

/** How a program ended. */
export interface ProgramEnd {
  /** Absent where a signal, or the closing of its terminal, ended it. */
  exitCode?: number | undefined;
  /** What ended it, where it has no exit code: "signal SIGKILL". */
  reason?: string | undefined;
  /** Last lines of its error output; empty where nobody keeps them. */
  complaint: readonly string[];
  /** Where all of its output is, for people: a path, or "the terminal …". */
  output: string;
}

/**
 * Runs a program to its end. Where the signal aborts, the program and all that it started are ended within a second.
 * @throws Failure `command-not-found` where it cannot be started
 */
export type RunProgram = (call: ProgramCall, signal: AbortSignal) => Promise<ProgramEnd>;
