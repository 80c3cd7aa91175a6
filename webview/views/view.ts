/** What every view is given: the report, where the reader is in it, and how to say what the reader does. */
import type { HostToPanelPayloads, PanelState, PanelToHostPayloads } from '../../src/protocol/panel.ts';
import type { ModelReport, Report, SourceReport } from '../../src/report/schema.ts';
import type { AnyChart } from '../charts/chart.ts';
import type { Child } from '../dom.ts';

export interface ViewContext {
  report: Report;
  /** For people: the spec's file name. */
  specName: string;
  /** Inputs that are gone or changed since the run. */
  staleInputs: readonly string[];
  /** Sources and models whose results are another run's than the rest. */
  earlier: HostToPanelPayloads['report']['earlier'];
  /** The kept runs of the spec; undefined until the host has read them. */
  history: HostToPanelPayloads['history'] | undefined;
  /** Edits of the spec that verdicts ask for. */
  acts: HostToPanelPayloads['acts'];
  state: PanelState;
  /** Remembers a part of the state without drawing anything. */
  keep(changes: Partial<PanelState>): void;
  /** Remembers a part of the state and shows the tab anew. */
  change(changes: Partial<PanelState>): void;
  /** The element of a chart, with what says how to read it. */
  figure(chart: AnyChart, ...note: Child[]): HTMLElement;
  post<Name extends keyof PanelToHostPayloads>(type: Name, payload: PanelToHostPayloads[Name]): void;
}

/** The contents of a tab. */
export type View = (context: ViewContext) => HTMLElement;

/** The source whose details are shown: the chosen one, else the first; undefined where the report has none. */
export function chosenSource({ report, state }: ViewContext): SourceReport | undefined {
  return report.sources.find(({ name }) => name === state.part) ?? report.sources[0];
}

/** The source or model whose details are shown, chosen likewise. */
export function chosenPart({ report, state }: ViewContext): SourceReport | ModelReport | undefined {
  const parts = [...report.sources, ...report.models];
  return parts.find(({ name }) => name === state.part) ?? parts[0];
}

export function isModel(part: SourceReport | ModelReport): part is ModelReport {
  return 'ais' in part;
}
