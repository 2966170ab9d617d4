/** Repairs of Python in a terminal, with pyright. */
import { pythonFaults } from './others.ts';
import { describeInTerminal } from './suite.ts';

describeInTerminal(pythonFaults);
