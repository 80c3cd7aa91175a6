/** What a panel is made of, as one piece of the host's code: it is read with the first panel. */
export { PanelStateSchema } from '../../protocol/panel.ts';
export { ReportPanel } from './report-panel.ts';
export { sameSubject } from './subject.ts';
