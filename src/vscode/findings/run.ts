/** `LIS: Audit Dataset for Leakage…`: from a document, a file or a choice to an audit, and from its end to what is said of it. */
import { basename } from 'node:path';
import * as vscode from 'vscode';
import { auditSentence } from '../../report/audit/words.ts';
import { sentenceOf, showError, showInfo, showWarning } from '../show/messages.ts';
import { pickLog, pickOne } from '../show/picks.ts';
import { computeSettings } from '../state/settings.ts';
import { withWork } from '../state/work.ts';
import type { Audits, KnownAudit } from './audits.ts';
import type { FindingsHost } from './contract.ts';

const { t } = vscode.l10n;

/** What the audit is of: a spec or a training config, or the files of one log. */
type Subject = { spec: vscode.Uri } | { data: readonly vscode.Uri[] };

export type Outcome = 'done' | 'cancelled' | 'failed';

export class AuditRuns {
  readonly #host: FindingsHost;
  readonly #audits: Audits;
  readonly #running = new Map<string, Promise<Outcome>>();
  readonly #aborts = new Map<string, AbortController>();

  constructor(host: FindingsHost, audits: Audits) {
    this.#host = host;
    this.#audits = audits;
  }

  /** The command. */
  async start(given?: vscode.Uri, selection?: readonly vscode.Uri[]): Promise<void> {
    const subject = await this.#subjectOf(given, selection);
    if (subject !== undefined) await this.#auditOnce(subject, true);
  }

  /** Audits a spec for another surface, which says itself what was found. @param uri of a spec */
  auditSpec(uri: vscode.Uri): Promise<Outcome> {
    return this.#auditOnce({ spec: uri }, false);
  }

  /** Ends the audit or the evaluation of a spec, where one is under way. */
  cancel({ fsPath }: vscode.Uri): void {
    this.#aborts.get(fsPath)?.abort();
    this.#host.services.runs.cancel(fsPath);
  }

  async #subjectOf(
    given: vscode.Uri | undefined,
    selection: readonly vscode.Uri[] | undefined,
  ): Promise<Subject | undefined> {
    const { isSpec, services } = this.#host;
    const front = given ?? vscode.window.activeTextEditor?.document.uri;
    if (front !== undefined && isSpec(front)) return { spec: front };
    if (given !== undefined && !/\.(py|ipynb)$/i.test(given.path))
      return { data: [given, ...(Array.isArray(selection) ? selection : []).filter(isOther(given))] };
    if (given !== undefined) {
      const document = await vscode.workspace.openTextDocument(given);
      const spec = await services.specs.of(document);
      if (spec !== undefined) return { spec };
      void showWarning(t('No spec speaks for {0}: audit a spec or a data file.', basename(given.fsPath)));
      return undefined;
    }
    const specs = (await services.specs.listed()).map((uri) => ({
      label: vscode.workspace.asRelativePath(uri),
      uri: uri as vscode.Uri | undefined,
    }));
    const other = { label: t('Choose a data file…'), uri: undefined };
    const chosen =
      specs.length === 0
        ? other
        : await pickOne([...specs, other], { placeHolder: t('What is to be audited?') });
    if (chosen === undefined) return undefined;
    if (chosen.uri !== undefined) return { spec: chosen.uri };
    const data = await pickLog(t('The log to audit: one row per impression or rating'), t('Audit This'));
    return data.length === 0 ? undefined : { data };
  }

  #auditOnce(subject: Subject, tells: boolean): Promise<Outcome> {
    if (!vscode.workspace.isTrusted) return Promise.resolve('failed');
    const { fsPath } = firstOf(subject);
    const running = this.#running.get(fsPath) ?? this.#audit(subject, tells);
    this.#running.set(fsPath, running);
    void running.finally(() => {
      this.#running.delete(fsPath);
      this.#aborts.delete(fsPath);
    });
    return running;
  }

  async #audit(subject: Subject, tells: boolean): Promise<Outcome> {
    const { log } = this.#host.services;
    const first = firstOf(subject);
    const name = basename(first.fsPath);
    try {
      log.info(`Auditing ${first.fsPath}.`);
      await this.#run(subject);
      await this.#audits.refresh(first.fsPath);
      const known = await this.#audits.of(first.fsPath);
      if (known !== undefined) {
        log.info(`Audited ${first.fsPath}: ${auditSentence(known.audit)} ${known.path}`);
        if (tells) void tell(name, known); // it ends with the user's answer
      }
      return 'done';
    } catch (error) {
      // Errors of the host's client are of the host's classes.
      if ((error as Error).name === 'Cancelled') {
        log.info(`Cancelled the audit of ${first.fsPath}.`);
        return 'cancelled';
      }
      const sentence = sentenceOf(error);
      log.error(`audit of ${first.fsPath}: ${sentence}`);
      if (tells) void showError(t('{0} was not audited: {1}', name, sentence));
      return 'failed';
    }
  }

  async #run(subject: Subject): Promise<void> {
    const first = firstOf(subject);
    const client = await this.#host.services.connect();
    const open = vscode.workspace.textDocuments.find(({ uri }) => uri.toString() === first.toString());
    const request = {
      ...('spec' in subject
        ? { specPath: first.fsPath, ...(open?.isDirty && { specText: open.getText() }) }
        : { data: subject.data.map(({ fsPath }) => fsPath) }),
      ...computeSettings(first),
    };
    const [beside, stored] = await this.#audits.places(first.fsPath);
    await withWork(t('LIS: auditing {0}', basename(first.fsPath)), async ({ signal, onProgress }) => {
      const abort = new AbortController();
      this.#aborts.set(first.fsPath, abort);
      const hooks = { onProgress, signal: AbortSignal.any([signal, abort.signal]) };
      // Nothing is kept beside data that has no spec.
      if (!('spec' in subject)) return client.audit({ ...request, auditPath: stored }, hooks);
      return client
        .audit({ ...request, auditPath: beside }, hooks)
        .catch((error: Error & { code?: string }) => {
          if (error.code !== 'cannot-write') throw error;
          return client.audit({ ...request, auditPath: stored }, hooks);
        });
    });
  }
}

/** Another data file of the selection: specs and code beside the data are no parts of the log. */
const isOther =
  (given: vscode.Uri) =>
  (uri: vscode.Uri): boolean =>
    uri.toString() !== given.toString() && !/\.(ya?ml|py|ipynb|md|json)$/i.test(uri.path);

const firstOf = (subject: Subject): vscode.Uri => ('spec' in subject ? subject.spec : subject.data[0]!);

async function tell(name: string, { audit }: KnownAudit): Promise<void> {
  const show = t('Show Findings');
  if ((await showInfo(`${name}: ${auditSentence(audit)}`, show)) === show)
    await vscode.commands.executeCommand('lis.findings.focus');
}
