/** How a training config was read: shown before what was computed from it, so that a wrong guess is seen first. */
import { readFile } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { Failure } from '../common/failure.ts';
import { wrap } from '../common/format.ts';
import { adaptConfig, readAnySpec } from '../specfile/configs/adapt.ts';
import type { AdaptedConfig } from '../specfile/configs/assemble.ts';
import { configKind } from '../specfile/configs/detect.ts';
import { nodeFiles } from '../specfile/configs/node-files.ts';
import { isSpecFile, looksLikeSpec, specReference } from '../specfile/detect.ts';
import { displayPath } from './problem.ts';
import type { Terminal } from './terminal.ts';

const WIDTH = 100;
const VALUE_WIDTH = 52;

/** The parts of the spec with their reasons, then what the evaluation does otherwise. */
export function describeConfig(name: string, { framework, choices, notes }: AdaptedConfig): string {
  const rows = choices.map(({ key, value, why }) => [key, clip(value), why] as const);
  const [first, second] = [0, 1].map((at) => Math.max(...rows.map((row) => row[at]!.length)) + 2);
  const body = rows.map(([key, value, why]) =>
    `${key.padEnd(first!)}${value.padEnd(second!)}${why}`.trimEnd(),
  );
  const said = notes.flatMap(({ message }) =>
    wrap(message, WIDTH - 9).map((line, i) => `  ${(i === 0 ? 'note' : '').padEnd(7)}${line}`),
  );
  return `${[`${name}: read as a ${framework} config`, '', ...body.map((line) => `  ${line}`), ...(said.length > 0 ? ['', ...said] : []), ''].join('\n')}\n`;
}

/** A long list of features or files must not push the reasons out of sight. */
function clip(value: string): string {
  return value.length > VALUE_WIDTH ? `${value.slice(0, VALUE_WIDTH - 2)} …` : value;
}

/** Says on stderr how a training config is read; nothing for a spec, and nothing where it cannot be: the run says why. */
export async function announceConfig(specPath: string, terminal: Terminal): Promise<void> {
  const text = await textOf(specPath);
  if (text === undefined || configKind(text) === undefined) return;
  const { config } = await readAnySpec(text, specPath);
  if (config?.spec !== undefined) terminal.err(describeConfig(displayPath(specPath, terminal.cwd), config));
}

/** A config that names its spec in a comment `# lis: PATH` stands for that spec. */
export async function followReference(path: string, terminal: Terminal): Promise<string> {
  const text = isSpecFile(path) || !/\.ya?ml$/i.test(path) ? undefined : await textOf(path);
  const named = text === undefined || looksLikeSpec(text) ? undefined : specReference(text);
  if (named === undefined) return path;
  const spec = resolve(dirname(path), named.path);
  terminal.err(
    `lis: ${displayPath(path, terminal.cwd)} names ${displayPath(spec, terminal.cwd)}, which is used\n`,
  );
  return spec;
}

/**
 * A training config as the text of a spec in `folder`.
 * @throws Failure `usage` for YAML that is no training config, and for the first thing that keeps it from being a spec.
 */
export async function specFromConfig(
  path: string,
  folder: string,
  dataset?: string,
): Promise<AdaptedConfig & { text: string }> {
  const text = await textOf(path);
  if (text === undefined) {
    throw new Failure('usage', 'spec-unreadable', `cannot read the config ${path}.`, { file: path });
  }
  const config = await adaptConfig(text, path, nodeFiles(), { folder, dataset });
  if (config === undefined) {
    const message =
      'this YAML is no RecBole or FuxiCTR config, and no data: name a log (Parquet, CSV, …), or such a config.';
    throw new Failure('usage', 'no-config', message, { file: path });
  }
  const first = config.problems.find(({ severity }) => severity === 'error');
  if (first !== undefined || config.text === undefined) {
    const start = first?.range.start;
    const where = {
      file: path,
      ...(start !== undefined && { line: start.line + 1, column: start.column + 1 }),
    };
    throw new Failure('usage', first?.code ?? 'spec', first?.message ?? 'the config names no data', where);
  }
  return { ...config, text: config.text };
}

function textOf(path: string): Promise<string | undefined> {
  return readFile(path, 'utf8').catch(() => undefined);
}
