/** Only what the panel draws with is registered, so that nothing else of the library ships. */
import {
  CategoryScale,
  Chart,
  type ChartConfiguration,
  Legend,
  LinearScale,
  LineElement,
  Tooltip,
} from 'chart.js';
import {
  BarWithErrorBar,
  BarWithErrorBarsController,
  LineWithErrorBarsController,
  PointWithErrorBar,
} from 'chartjs-chart-error-bars';
import type { Theme } from '../theme.ts';
import { type AnyChart, isCurve, isLines } from './chart.ts';
import { configuration } from './configuration.ts';
import { curveConfiguration } from './curve.ts';
import { linesConfiguration } from './lines.ts';

Chart.register(BarWithErrorBarsController, BarWithErrorBar, LineWithErrorBarsController, PointWithErrorBar);
Chart.register(LineElement, CategoryScale, LinearScale, Legend, Tooltip);

export { Chart };

/** A chart as the library draws it, whatever its kind. */
export function configurationOf(chart: AnyChart, theme: Theme): ChartConfiguration {
  // The library's types tell one kind of chart from another; what draws them does not.
  const made = isCurve(chart)
    ? curveConfiguration(chart, theme)
    : isLines(chart)
      ? linesConfiguration(chart, theme)
      : configuration(chart, theme);
  return made as ChartConfiguration;
}
