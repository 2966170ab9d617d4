/** Arguments of the marked call in another order. */

import type { CodeNode } from '../../syntax/code-tree.ts';
import { callAt } from './call.ts';
import type { Idea, Rule } from './rule.ts';

/** With more arguments there are too many orders to try. */
const MOST_ARGUMENTS = 5;

export const argumentOrder: Rule = {
  name: 'argument-order',
  *ideas(scene) {
    const { source } = scene;
    const { args } = callAt(scene) ?? { args: [] };
    if (args.length < 2 || args.length > MOST_ARGUMENTS) return;
    const text = (node: CodeNode): string => source.text.slice(node.start, node.end);
    // Swaps first of neighbours, then of others.
    for (let apart = 1; apart < args.length; apart++) {
      for (const [index, one] of args.entries()) {
        const other = args[index + apart];
        if (other === undefined || text(one) === text(other)) continue;
        const changes = [
          { start: one.start, end: one.end, text: text(other) },
          { start: other.start, end: other.end, text: text(one) },
        ];
        yield { changes, explanation: 'The arguments stood in the wrong order.' } satisfies Idea;
      }
    }
  },
};
