/**
 * The last audit of each spec, and of each data set without one, with what has changed since. Audits are read when somebody
 * first asks, and again on focus, save and the end of an audit.
 */
import { dirname } from 'node:path';
import * as vscode from 'vscode';
import { auditPath, readAudit } from '../../report/audit/store.ts';
import { type HashOf, staleInputs } from '../../report/kept/fingerprint.ts';
import type { Audit } from '../../report/schema-audit.ts';
import { isSpecFile } from '../../specfile/detect.ts';
import { specHash } from '../../specfile/hash.ts';
import type { ContentHashes } from '../state/reports/hashes.ts';
import type { Change } from '../state/reports/staleness.ts';
import type { FindingsHost } from './contract.ts';

export interface KnownAudit {
  /** Absolute, of the audit's file. */
  path: string;
  audit: Audit;
  /** What it is of: a spec or a training config; of data without a spec its first file. */
  subject: vscode.Uri;
  stale: Change | undefined;
}

type Host = Pick<FindingsHost, 'services' | 'readSpec' | 'withSpec' | 'mayLookAt'>;

export class Audits implements vscode.Disposable {
  readonly #host: Host;
  readonly #known = new Map<string, KnownAudit | undefined>();
  readonly #reading = new Map<string, Promise<void>>();
  #hashes: ContentHashes | undefined;
  readonly #changed = new vscode.EventEmitter<string>();
  /** The path of the subject whose audit is another one. */
  readonly onDidChange = this.#changed.event;

  constructor(host: Host) {
    this.#host = host;
  }

  /** Of subjects that somebody has asked for, in the order of their paths. */
  known(): KnownAudit[] {
    const found = [...this.#known.values()].filter((audit) => audit !== undefined);
    return found.sort((a, b) => (a.subject.path < b.subject.path ? -1 : 1));
  }

  /** The last audit of a spec, a config or data. @param path absolute */
  async of(path: string): Promise<KnownAudit | undefined> {
    if (!this.#known.has(path)) await this.refresh(path);
    return this.#known.get(path);
  }

  /** Reads it again, after a reading that is under way and may have seen an older file; listeners hear where it differs. */
  refresh(path: string): Promise<void> {
    const before = this.#reading.get(path) ?? Promise.resolve();
    const reading = before
      .catch(() => undefined)
      .then(() => this.#read(path))
      .finally(() => this.#reading.get(path) === reading && this.#reading.delete(path));
    this.#reading.set(path, reading);
    return reading;
  }

  /** Reads all again that somebody has asked for. */
  async refreshAll(): Promise<void> {
    await Promise.all([...this.#known.keys()].map((path) => this.refresh(path)));
  }

  /** Where audits of a subject may be: beside it, and in the extension's storage. */
  async places(path: string): Promise<[beside: string, stored: string]> {
    const { storedHome } = await this.#host.withSpec();
    return [auditPath(path), auditPath(storedHome(path, this.#host.services.storage))];
  }

  dispose(): void {
    this.#changed.dispose();
  }

  async #read(path: string): Promise<void> {
    const before = this.#known.get(path);
    const now = await this.#newest(path);
    const first = !this.#known.has(path);
    this.#known.set(path, now);
    if (first ? now !== undefined : stamp(before) !== stamp(now)) this.#changed.fire(path);
  }

  async #newest(path: string): Promise<KnownAudit | undefined> {
    const places = await this.places(path);
    const read = await Promise.all(
      places.map(async (place) => ({ path: place, audit: await readAudit(place) })),
    );
    const [newest] = read
      .flatMap(({ path: place, audit }) => (audit === undefined ? [] : [{ path: place, audit }]))
      .sort((a, b) => (a.audit.created < b.audit.created ? 1 : -1));
    if (newest === undefined) return undefined;
    return { ...newest, subject: vscode.Uri.file(path), stale: await this.#staleOf(newest.audit, path) };
  }

  async #staleOf(audit: Audit, path: string): Promise<Change | undefined> {
    if (!vscode.workspace.isTrusted) return undefined;
    if (audit.spec.drafted !== true) {
      const spec = (await this.#host.readSpec(path))?.spec;
      // A training config is read as a spec with the data at hand: that it has changed is told by its data alone.
      if (spec !== undefined && isSpecFile(path) && specHash(spec) !== audit.spec.hash) return 'spec';
    }
    const hashes = await this.#contentHashes();
    const hashOf: HashOf = (file) => hashes.of(file).catch(() => undefined);
    const changed = await staleInputs(audit, dirname(path), this.#host.mayLookAt, hashOf);
    return changed.length === 0 ? undefined : changed;
  }

  /** One for all audits: each state of a file is read once. */
  async #contentHashes(): Promise<ContentHashes> {
    const { withSpec, services } = this.#host;
    const module = await withSpec();
    this.#hashes ??= new module.ContentHashes(async (path) =>
      (await services.connect()).hash(path, new AbortController().signal),
    );
    return this.#hashes;
  }
}

const stamp = (known: KnownAudit | undefined): string =>
  known === undefined ? '' : JSON.stringify([known.path, known.audit.created, known.stale]);
