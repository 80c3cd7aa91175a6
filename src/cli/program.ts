/** The `lis` command: its arguments, its help, and the way every outcome becomes an exit code. */
import { statSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { Command, CommanderError, Option } from 'commander';
import { EXIT_CODE } from '../common/failure.ts';
import { bytes } from '../common/format.ts';
import { defaultEngine } from '../data/default-engine.ts';
import { auditSpec } from '../evaluation/audit/audit.ts';
import { evaluate } from '../evaluation/evaluate.ts';
import { exportFeatures } from '../evaluation/export/features.ts';
import { defaultMemory, defaultThreads } from '../evaluation/resources.ts';
import { keepThreads } from '../evaluation/tasks/pool.ts';
import { auditCommand } from './audit/audit.ts';
import { AUDIT_FORMATS, type AuditOptions } from './audit/options.ts';
import { type CheckOptions, checkCommand } from './check.ts';
import { type CompareOptions, compareCommand } from './compare.ts';
import { followReference } from './config.ts';
import { type Evaluate, type EvaluateOptions, evaluateCommand } from './evaluate.ts';
import { explainCommand } from './explain.ts';
import { type ExportFeatures, type FeaturesOptions, featuresCommand } from './features.ts';
import { type InitOptions, initCommand } from './init.ts';
import { mcpCommand } from './mcp.ts';
import { halfWidth, memorySize, wholeNumber } from './options.ts';
import { reportFailure } from './problem.ts';
import { type ReportOptions, reportCommand } from './report.ts';
import type { Terminal } from './terminal.ts';
import { type WatchOptions, watchCommand } from './watch/watch.ts';

const SPEC_NAME = 'lis.yaml';

/** What the commands do; tests put others in. */
export interface Commands {
  evaluate(specPath: string, options: EvaluateOptions, terminal: Terminal): Promise<number>;
  watch(specPath: string, options: WatchOptions, terminal: Terminal): Promise<number>;
  check(specPath: string, options: CheckOptions, terminal: Terminal): Promise<number>;
  report(given: string, options: ReportOptions, terminal: Terminal): Promise<number>;
  compare(given: readonly string[], options: CompareOptions, terminal: Terminal): Promise<number>;
  init(given: readonly string[], options: InitOptions, terminal: Terminal): Promise<number>;
  features(specPath: string, options: FeaturesOptions, terminal: Terminal): Promise<number>;
  audit(given: readonly string[], options: AuditOptions, terminal: Terminal): Promise<number>;
  mcp(folder: string | undefined, cwd: string): Promise<number>;
  explain(words: readonly string[], terminal: Terminal): Promise<number>;
}

const COMMANDS: Commands = {
  evaluate: async (specPath, options, terminal) => {
    const engine = await defaultEngine();
    return evaluateCommand(specPath, options, terminal, (request) => evaluate(request, engine), engine);
  },
  watch: async (specPath, options, terminal) => {
    const engine = await defaultEngine();
    const endThreads = keepThreads();
    const core: Evaluate = (request) => evaluate(request, engine);
    return watchCommand(specPath, options, terminal, core).finally(endThreads);
  },
  check: async (specPath, options, terminal) =>
    checkCommand(specPath, options, terminal, await defaultEngine()),
  report: reportCommand,
  compare: compareCommand,
  init: async (given, options, terminal) => initCommand(given, options, terminal, await defaultEngine()),
  features: async (specPath, options, terminal) => {
    const engine = await defaultEngine();
    const core: ExportFeatures = (request, folder) => exportFeatures(request, folder, engine);
    return featuresCommand(specPath, options, terminal, core);
  },
  audit: async (given, options, terminal) => {
    const engine = await defaultEngine();
    return auditCommand(
      given,
      options,
      terminal,
      (loaded, request) => auditSpec(loaded, request, engine),
      engine,
    );
  },
  mcp: mcpCommand,
  explain: explainCommand,
};

/**
 * Runs one command line.
 * @param args without the program's own path.
 * @returns the exit code: 0 fine, 1 gate not met, 2 bad usage or spec, 3 bad data, 4 internal or resource, 130 interrupted.
 */
export async function runCli(
  args: readonly string[],
  terminal: Terminal,
  version: string,
  commands: Commands = COMMANDS,
): Promise<number> {
  let exitCode = 0;
  const program = new Command('lis')
    .description('Leakage Impact Score: is this preference data worth aligning a multimodal LLM on?')
    .version(version, '-V, --version', 'print the version');
  const specOf = (given: string | undefined) => followReference(specPath(given, terminal.cwd), terminal);

  program
    .command('evaluate')
    .description('compute the scores of a spec and write a report')
    .argument('[spec]', 'the spec, its folder, or a training config', SPEC_NAME)
    .option(
      '--report <file>',
      'where to write the report (default: .lis/runs/<time>-<spec>.json beside the spec)',
    )
    .addOption(formatOption(['table', 'json', 'markdown', 'junit']))
    .addOption(fullOption())
    .option('--source <name>', 'evaluate only this source or model; may be repeated', collect)
    .option('--gate', "exit with 1 when the spec's gate is not met")
    .option('--null-check', 'also redraw the labels so that no source can help: every LIS must vanish')
    .option('--dry-run', 'print what would be trained, and train nothing')
    .option('--seeds <n>', "number of ranker seeds, instead of the spec's", wholeNumber(1, 100))
    .addOption(precisionOption())
    .addOption(threadsOption())
    .addOption(memoryOption())
    .option('--no-cache', 'build features and train anew, and keep nothing for later runs')
    .option('--trace <file>', 'write what the run did when, for chrome://tracing or ui.perfetto.dev')
    .option('--quiet', 'no progress')
    .action(async (given: string | undefined, options: EvaluateOptions) => {
      exitCode = await commands.evaluate(await specOf(given), options, terminal);
    });

  program
    .command('watch')
    .description('evaluate again whenever the spec or a file of its data is saved')
    .argument('[spec]', 'the spec, its folder, or a training config', SPEC_NAME)
    .option('--source <name>', 'evaluate only this source or model; may be repeated', collect)
    .option('--seeds <n>', "number of ranker seeds, instead of the spec's", wholeNumber(1, 100))
    .addOption(precisionOption())
    .addOption(threadsOption())
    .addOption(memoryOption())
    .option('--quiet', 'no progress')
    .action(async (given: string | undefined, options: WatchOptions) => {
      exitCode = await commands.watch(await specOf(given), options, terminal);
    });

  program
    .command('check')
    .description('check a spec, its files and its columns without running it')
    .argument('[spec]', 'the spec, its folder, or a training config', SPEC_NAME)
    .addOption(threadsOption())
    .addOption(memoryOption())
    .action(async (given: string | undefined, options: CheckOptions) => {
      exitCode = await commands.check(await specOf(given), options, terminal);
    });

  program
    .command('report')
    .description('print a report in another format')
    .argument('<file>', 'a report, or a spec, which stands for its latest report')
    .addOption(formatOption(['table', 'json', 'markdown', 'html', 'svg', 'csv', 'junit']))
    .addOption(fullOption())
    .addOption(new Option('--theme <theme>', 'colours of svg (default: light)').choices(['light', 'dark']))
    .action(async (given: string, options: ReportOptions) => {
      exitCode = await commands.report(given, options, terminal);
    });

  program
    .command('compare')
    .description('show reports of the same data side by side')
    .argument('<reports...>', 'two reports or more; a spec stands for its latest report')
    .addOption(formatOption(['table', 'json']))
    .action(async (given: string[], options: CompareOptions) => {
      exitCode = await commands.compare(given, options, terminal);
    });

  program
    .command('init')
    .description('write a first spec for a log or a training config: which column is what, and why')
    .argument('<data...>', 'the files of one log, or a glob; or a RecBole or FuxiCTR config')
    .option('--out <file>', 'where to write the spec (default: lis.yaml)')
    .option('--dataset <id>', 'which dataset of a FuxiCTR config that names several')
    .option('--force', 'overwrite it')
    .addOption(threadsOption())
    .addOption(memoryOption())
    .action(async (given: string[], options: InitOptions) => {
      exitCode = await commands.init(given, options, terminal);
    });

  program
    .command('features')
    .description('write the features of every arm as Parquet, for a ranker of your own')
    .argument('[spec]', 'the spec, its folder, or a training config', SPEC_NAME)
    .requiredOption('--out <folder>', 'where to write them')
    .option('--source <name>', 'only this source or model; may be repeated', collect)
    .option('--force', 'write into a folder that holds other files')
    .addOption(threadsOption())
    .addOption(memoryOption())
    .option('--quiet', 'no progress')
    .action(async (given: string | undefined, options: FeaturesOptions) => {
      exitCode = await commands.features(await specOf(given), options, terminal);
    });

  program
    .command('audit')
    .description('check a log, its split and its columns for leakage, and price what is found in AUC')
    .argument(
      '[data...]',
      `a spec, its folder or a training config (default: ${SPEC_NAME}); the files of one log; or Python files and notebooks`,
    )
    .addOption(formatOption(AUDIT_FORMATS))
    .addOption(
      new Option('--gate [severity]', 'exit with 1 when a finding is this severe, or more').choices([
        'error',
        'warning',
      ]),
    )
    .option('--no-code', 'look at no Python file or notebook')
    .option('--no-price', 'train nothing: findings then have no price')
    .option('--report <file>', 'where to write the audit (default: .lis/audits/<spec>.json beside the spec)')
    .option('--full', 'also evidence, examples, notes, and what was checked')
    .addOption(threadsOption())
    .addOption(memoryOption())
    .option('--no-cache', 'train anew, and keep nothing for later runs')
    .option('--quiet', 'no progress')
    .action(async (given: string[], options: AuditOptions) => {
      exitCode = await commands.audit(await audited(given, terminal), options, terminal);
    });

  program
    .command('explain')
    .description('say what a word of a report, a verdict, a finding or a rule for code means')
    .argument('[word...]', 'such as LIS, headroom, label-copy or LIS001 (default: list all words)')
    .action(async (words: string[]) => {
      exitCode = await commands.explain(words, terminal);
    });

  program
    .command('mcp')
    .description('serve agents: an MCP server on standard input and output')
    .argument('[folder]', 'what they may look at and evaluate', '.')
    .action(async (folder: string) => {
      exitCode = await commands.mcp(folder, terminal.cwd);
    });

  for (const command of [program, ...program.commands]) {
    command
      .exitOverride()
      .configureOutput({ writeOut: terminal.out, writeErr: terminal.err, outputError: () => undefined })
      .configureHelp({ helpWidth: 100 });
  }
  try {
    await program.parseAsync(args, { from: 'user' });
    return exitCode;
  } catch (error) {
    if (error instanceof CommanderError) return usage(error, terminal);
    return reportFailure(error, terminal);
  }
}

function formatOption(choices: readonly string[]): Option {
  return new Option('--format <format>', 'what to print').choices(choices).default('table');
}

function precisionOption(): Option {
  const meaning =
    'half-width that the 95 % intervals are to have: measure only as many evaluation users as it takes';
  return new Option('--precision <number>', meaning).argParser(halfWidth);
}

function fullOption(): Option {
  return new Option('--full', 'the whole table instead of one screen: every number, and how to read it');
}

function collect(value: string, previous: string[] = []): string[] {
  return [...previous, value];
}

function threadsOption(): Option {
  const threads = defaultThreads();
  return new Option('--threads <n>', 'threads; no number in the report depends on it')
    .argParser(wholeNumber(1, 256))
    .default(threads);
}

function memoryOption(): Option {
  const memory = defaultMemory();
  return new Option('--memory <size>', 'memory budget, such as 4GB')
    .argParser(memorySize)
    .default(memory, bytes(memory));
}

/** Commander's own errors, as one sentence; asking for help or the version is none. */
function usage(error: CommanderError, terminal: Terminal): number {
  if (error.exitCode === 0) return 0;
  if (error.code === 'commander.help') return EXIT_CODE.usage; // no command: the help was printed
  const sentence = error.message
    .replace(/^error: /, '')
    .replace(/\.?\s*$/, '')
    .replace(/\s*\n\s*/g, ' ');
  terminal.err(`lis: ${sentence}; see lis --help\n`);
  return EXIT_CODE.usage;
}

/** What `lis audit` is given: one spec by its path, or files of a log as they were written. */
async function audited(given: readonly string[], { cwd, ...terminal }: Terminal): Promise<string[]> {
  if (given.length > 1) return [...given];
  const path = specPath(given[0], cwd);
  return /\.ya?ml$/i.test(path) ? [await followReference(path, { cwd, ...terminal })] : [...given];
}

/** A folder stands for the spec in it. */
function specPath(given: string | undefined, cwd: string): string {
  const path = resolve(cwd, given ?? SPEC_NAME);
  const isFolder = statSync(path, { throwIfNoEntry: false })?.isDirectory() === true;
  return isFolder ? join(path, SPEC_NAME) : path;
}
