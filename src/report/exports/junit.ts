/**
 * The verdicts as JUnit XML, which build servers draw. Only an unmet gate is a failure: a verdict is a finding about data,
 * not a broken build. A label leak is an error: its numbers are not what they seem. An undecided source counts as skipped.
 */
import { escapeXml } from '../../inert/markup.ts';
import { modelEstimates, written } from '../estimates.ts';
import { gatedName } from '../gate.ts';
import type { ModelReport, Report, Verdict } from '../schema.ts';
import { gateSentence } from '../words/gate.ts';

interface Case {
  suite: string;
  name: string;
  outcome: string;
  failed?: boolean;
  error?: boolean;
  skipped?: boolean;
}

/** @returns a whole document: a suite per source and model, one more for each further ranker and each objective, and one for the gate. */
export function renderJunit(report: Report): string {
  const models = report.models.map(modelCase);
  const others = (report.otherRankers ?? []).flatMap((other) => {
    const suite = (name: string) => `${name} (${other.ranker['kind']})`;
    return [
      ...other.verdicts.map((verdict) => verdictCase({ ...verdict, target: suite(verdict.target) })),
      ...other.models.map((model) => ({ ...modelCase(model), suite: suite(model.name) })),
    ];
  });
  const objectives = (report.objectives ?? []).flatMap(({ name, verdicts }) =>
    verdicts.map((verdict) => verdictCase({ ...verdict, target: `${verdict.target} (${name})` })),
  );
  const verdicts = report.verdicts.map(verdictCase);
  const cases = [...verdicts, ...models, ...others, ...objectives, ...gateCase(report)];
  const suites = [...new Set(cases.map(({ suite }) => suite))].map((name) => {
    const ofSuite = cases.filter(({ suite }) => suite === name);
    return [
      `  <testsuite name="${escapeXml(name)}" ${counts(ofSuite)} timestamp="${escapeXml(report.created.slice(0, 19))}">`,
      ...ofSuite.map(testcase),
      '  </testsuite>',
    ].join('\n');
  });
  const all = `name="${escapeXml(report.spec.path)}" ${counts(cases)} time="${report.resources.wallSeconds.toFixed(3)}"`;
  return `${['<?xml version="1.0" encoding="UTF-8"?>', `<testsuites ${all}>`, ...suites, '</testsuites>'].join('\n')}\n`;
}

function verdictCase({ code, severity, target, message, action }: Verdict): Case {
  return {
    ...{ suite: target, name: code, outcome: `${message} ${action}` },
    ...{ skipped: code === 'underpowered', error: severity === 'error' },
  };
}

/** What a model brings, in one line: it may have no verdict. */
function modelCase(model: ModelReport): Case {
  const found = modelEstimates(model).flatMap(({ name, unit, estimate }) => {
    if (estimate === null) return [];
    const { value, range } = written({ estimate, unit });
    return [`${name} ${value} ${range}`];
  });
  return { suite: model.name, name: 'AIS', outcome: found.join(', ') };
}

function gateCase({ gate }: Report): Case[] {
  if (gate === undefined) return [];
  return [
    {
      suite: 'gate',
      name: `${gatedName(gate)}: ${gate.condition}`,
      outcome: gateSentence(gate),
      failed: !gate.met,
    },
  ];
}

function counts(cases: readonly Case[]): string {
  const failures = cases.filter(({ failed }) => failed).length;
  const skipped = cases.filter((test) => test.skipped).length;
  const errors = cases.filter(({ error }) => error).length;
  return `tests="${cases.length}" failures="${failures}" errors="${errors}" skipped="${skipped}"`;
}

function testcase({ suite, name, outcome, failed, error, skipped }: Case): string {
  const text = escapeXml(outcome);
  const inner = failed
    ? `<failure type="gate" message="${text}"/>`
    : error
      ? `<error type="${escapeXml(name)}" message="${text}"/>`
      : skipped
        ? `<skipped message="${text}"/>`
        : `<system-out>${text}</system-out>`;
  return `    <testcase classname="${escapeXml(suite)}" name="${escapeXml(name)}" time="0">${inner}</testcase>`;
}
