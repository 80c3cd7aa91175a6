/** `lis audit SPEC|DATA`: checks a log for leakage, writes the audit beside its spec, and shows it. */
import { relative, resolve, sep } from 'node:path';
import { Cancelled } from '../../common/failure.ts';
import type { RunContext } from '../../common/progress.ts';
import type { Engine } from '../../data/engine.ts';
import { draftForAudit } from '../../draft/for-audit.ts';
import { isCode } from '../../evaluation/audit/code.ts';
import type { AuditRequest } from '../../evaluation/audit/request.ts';
import { type LoadedSpec, loadSpec } from '../../evaluation/load-spec.ts';
import { auditGithub } from '../../report/audit/github.ts';
import { auditJunit } from '../../report/audit/junit.ts';
import { auditMarkdown } from '../../report/audit/markdown.ts';
import { auditSarif } from '../../report/audit/sarif.ts';
import { auditPath, auditText, writeAudit } from '../../report/audit/store.ts';
import { renderAudit } from '../../report/audit/terminal.ts';
import { setAsideOf, toldOf } from '../../report/audit/told.ts';
import { cacheFolder } from '../../report/kept/store.ts';
import type { Audit } from '../../report/schema-audit.ts';
import { interruptible } from '../interrupt.ts';
import { displayPath } from '../problem.ts';
import { progressView } from '../progress.ts';
import { type Terminal, wantsColour } from '../terminal.ts';
import { auditFiles } from './code.ts';
import { judge, severities } from './gate.ts';
import type { AuditOptions } from './options.ts';

/** The core, or another one in tests. */
export type AuditCore = (loaded: LoadedSpec, request: AuditRequest) => Promise<Audit>;

/**
 * @param given a spec or a training config, or the files of one log
 * @returns the exit code. @throws Failure
 */
export async function auditCommand(
  given: readonly string[],
  options: AuditOptions,
  terminal: Terminal,
  core: AuditCore,
  engine: Engine,
): Promise<number> {
  if (given.length > 0 && given.every(isCode)) return auditFiles(given, options, terminal);
  const progress = progressView(terminal, options.quiet === true);
  return interruptible(terminal, async (signal, interruptCode) => {
    const run: RunContext = {
      signal,
      onProgress: (p) => progress.show(p),
      threads: options.threads,
      memoryBytes: options.memory,
    };
    try {
      const { loaded, drafted } = await specOf(given, terminal, run, engine);
      const cached = !drafted && options.cache !== false && { cacheFolder: cacheFolder(loaded.path) };
      const audit = await core(loaded, {
        specPath: loaded.path,
        drafted,
        price: options.price,
        // A log alone stands in a folder that may be anybody's.
        code: options.code !== false && !drafted,
        run: { ...run, ...cached },
      });
      progress.end();
      const chosen = options.report === undefined ? undefined : resolve(terminal.cwd, options.report);
      // Data without a spec has no folder to keep things in.
      const path = chosen ?? (drafted ? undefined : auditPath(loaded.path));
      if (path !== undefined) await writeAudit(path, audit);
      const name = drafted ? given.join(' ') : displayPath(loaded.path, terminal.cwd);
      show(audit, name, path, options, terminal);
      return options.gate === undefined ? 0 : judge(toldOf(audit, name), options.gate, terminal);
    } catch (error) {
      progress.end();
      if (!(error instanceof Cancelled) && !signal.aborted) throw error;
      terminal.err('lis: cancelled; no audit was written\n');
      return interruptCode();
    }
  });
}

/** A spec as it is; for data a drafted one, which is not written. @throws Failure `usage` where too much of it is open */
async function specOf(
  given: readonly string[],
  { cwd }: Terminal,
  run: RunContext,
  engine: Engine,
): Promise<{ loaded: LoadedSpec; drafted: boolean }> {
  const [only] = given;
  if (given.length === 1 && only !== undefined && /\.ya?ml$/i.test(only))
    return { loaded: await loadSpec(resolve(cwd, only)), drafted: false };
  const { path, text } = await draftForAudit(given, cwd, run, engine);
  return { loaded: await loadSpec(path, text), drafted: true };
}

function show(
  audit: Audit,
  name: string,
  path: string | undefined,
  options: AuditOptions,
  terminal: Terminal,
): void {
  const { format, full } = options;
  const inRepository = relative(terminal.cwd, audit.spec.path).split(sep).join('/');
  const told = toldOf(audit, inRepository);
  const all = [...told, ...setAsideOf(audit, inRepository)];
  if (format === 'table') {
    const shown = path === undefined ? undefined : displayPath(path, terminal.cwd);
    const table = { colour: wantsColour(terminal), specName: name, path: shown, full };
    terminal.out(renderAudit(audit, table), true);
    return;
  }
  const text = {
    json: () => auditText(audit),
    markdown: () => auditMarkdown(audit, name),
    junit: () => auditJunit(all, audit, name, severities(options.gate ?? 'error')),
    sarif: () => auditSarif(all, audit.tool.version),
    github: () => auditGithub(told),
  }[format];
  terminal.out(text());
}
