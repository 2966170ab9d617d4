/** Repairs of TypeScript in a terminal, with typescript-language-server. */
import { typescript } from './others.ts';
import { describeInTerminal } from './suite.ts';

describeInTerminal(typescript);
