/** Prints the pace of this machine, as a process that has just started measures it. */
import { measuredPace } from '../../src/evaluation/cost/machine.ts';

process.stdout.write(JSON.stringify(measuredPace()));
