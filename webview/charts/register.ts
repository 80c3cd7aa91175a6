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
  LineWithErrorBarsController,
  PointWithErrorBar,
  ScatterWithErrorBarsController,
} from 'chartjs-chart-error-bars';
import type { Theme } from '../theme.ts';
import type { AnyChart } from './chart.ts';
import { curveConfiguration } from './curve.ts';
import { forestConfiguration } from './forest.ts';
import { linesConfiguration } from './lines.ts';

Chart.register(LineWithErrorBarsController, ScatterWithErrorBarsController, PointWithErrorBar);
Chart.register(LineElement, CategoryScale, LinearScale, Legend, Tooltip);

export { Chart };

/** Those of the editor's own hovers: the library's is a black box in any theme. */
function tooltipColours({ hover, text, font }: Theme) {
  return {
    backgroundColor: hover.background,
    borderColor: hover.border,
    borderWidth: 1,
    cornerRadius: 3,
    padding: { x: 8, y: 4 },
    caretSize: 4,
    titleColor: text,
    bodyColor: text,
    titleFont: { family: font, size: 12 },
    bodyFont: { family: font, size: 12 },
  };
}

/** A chart as the library draws it, whatever its kind. @param width CSS pixels that it has */
export function configurationOf(chart: AnyChart, theme: Theme, width: number): ChartConfiguration {
  // The library's types tell one kind of chart from another; what draws them does not.
  const made =
    chart.kind === 'curve'
      ? curveConfiguration(chart, theme)
      : chart.kind === 'lines'
        ? linesConfiguration(chart, theme)
        : forestConfiguration(chart, theme, width);
  const { options } = made as ChartConfiguration;
  const tooltip = { ...tooltipColours(theme), ...options?.plugins?.tooltip };
  return {
    ...made,
    options: { ...options, plugins: { ...options?.plugins, tooltip } },
  } as ChartConfiguration;
}
