/**
 * What the columns of a spec's files look like, asked of the compute process once for each state of the files (path, size,
 * modification time) and kept. In a workspace that is not trusted nothing is read and no process starts.
 */
import { dirname } from 'node:path';
import * as vscode from 'vscode';
import { Failure } from '../../../common/failure.ts';
import type { ComputeClient, Log } from '../../../compute/client.ts';
import { type FoundFiles, findDataFiles } from '../../../specfile/authoring/data-files.ts';
import type { TableFacts } from '../../../specfile/authoring/facts.ts';

/** What is known of the files of one key. */
export interface Look extends Pick<FoundFiles, 'missing'> {
  facts?: TableFacts;
  /** Why the files cannot be read. */
  failure?: Failure;
}

/** Rows of a table that are looked at: enough for shares and for most distinct counts, a second of work. */
const ROWS = 200_000;
/** A look that takes longer is given up: whoever types has typed on. */
const LONGEST_MS = 30_000;
/** Files that could not be looked at are asked about again after this, or when they change. */
const AGAIN_MS = 60_000;
/** Tables that are remembered. */
const MOST_KNOWN = 200;

/** Files of one table, with names of its columns where the spec gives them. */
type Table = { patterns: readonly string[]; header?: readonly string[] | undefined };

interface Known {
  state: string;
  look: Promise<Look | undefined>;
}

export class Columns implements vscode.Disposable {
  readonly #connect: () => Promise<ComputeClient>;
  readonly #log: Log;
  readonly #known = new Map<string, Known>();
  readonly #stopped = new AbortController();

  /** @param connect makes the client with the first look. */
  constructor(connect: () => Promise<ComputeClient>, log: Log) {
    this.#connect = connect;
    this.#log = log;
  }

  /**
   * A look at the files that the patterns name from the spec's folder; undefined where the workspace is not trusted, or
   * where the compute process cannot tell (it ended, or the look took too long).
   */
  async of(specPath: string, { patterns, header }: Table): Promise<Look | undefined> {
    if (!vscode.workspace.isTrusted) return undefined;
    const folder = dirname(specPath);
    const found = await findDataFiles(folder, patterns);
    if (found.files.length === 0 || found.missing.length > 0) return { missing: found.missing };
    const key = JSON.stringify([folder, header ?? null, ...patterns]);
    const state = JSON.stringify(found.files);
    const known = this.#known.get(key);
    const look = known?.state === state ? known.look : this.#ask(folder, { patterns, header }, key);
    this.#known.delete(key); // the map's order is that of the last use
    this.#known.set(key, { state, look });
    for (const oldest of [...this.#known.keys()].slice(0, -MOST_KNOWN)) this.#known.delete(oldest);
    return look;
  }

  dispose(): void {
    this.#stopped.abort();
  }

  async #ask(folder: string, { patterns, header }: Table, key: string): Promise<Look | undefined> {
    const limit = AbortSignal.timeout(LONGEST_MS);
    try {
      const client = await this.#connect();
      const signal = AbortSignal.any([this.#stopped.signal, limit]);
      const table = { patterns: [...patterns], ...(header && { header: [...header] }) };
      const facts = await client.describe({ folder, ...table, rows: ROWS }, signal);
      return { missing: [], facts };
    } catch (error) {
      if (error instanceof Failure && error.kind === 'data') return { missing: [], failure: error };
      const reason = limit.aborted ? `it took more than ${LONGEST_MS / 1000} s` : String(error);
      if (!this.#stopped.signal.aborted) {
        this.#log('warn', `No look at the columns of ${patterns.join(', ')} in ${folder}: ${reason}.`);
      }
      setTimeout(() => this.#known.delete(key), AGAIN_MS).unref();
      return undefined;
    }
  }
}
