/** Only what the panel draws with is registered, so that nothing else of the library ships. */
import { CategoryScale, Chart, Legend, LinearScale, Tooltip } from 'chart.js';
import { BarWithErrorBar, BarWithErrorBarsController } from 'chartjs-chart-error-bars';

Chart.register(BarWithErrorBarsController, BarWithErrorBar, CategoryScale, LinearScale, Legend, Tooltip);

export { Chart };
