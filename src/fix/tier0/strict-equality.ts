/** An assignment in a condition, where a comparison was meant. */
import { offsetIn } from '../source-text.ts';
import type { Idea, Rule } from './rule.ts';

export const strictEquality: Rule = {
  name: 'strict-equality',
  *ideas({ root, source, target, language }) {
    if (root === undefined) return;
    const start = offsetIn(source, target.row, target.col);
    const comparison = language?.equals ?? '===';
    for (
      let node: typeof root | undefined = root.at(
        start,
        Math.max(start, offsetIn(source, target.endRow, target.endCol)),
      );
      node !== undefined;
      node = node.parent
    ) {
      const inside = [node, ...node.children].find(({ type }) => /^assignment(?:_expression)?$/u.test(type));
      const sign = inside?.children.find(({ type }) => type === '=');
      if (sign !== undefined) {
        const changes = [{ start: sign.start, end: sign.end, text: comparison }];
        yield { changes, explanation: `The condition assigned; it compares by \`${comparison}\` now.` } satisfies Idea;
        break;
      }
      if (/statement|block|body/u.test(node.type)) break;
    }
    // What can't be assigned (`1 = f()`) is no assignment to the parser.
    const line = source.lines[target.row] ?? '';
    for (const { index } of line.matchAll(/(?<=\s)=(?=\s)/gu)) {
      const at = offsetIn(source, target.row, index);
      yield {
        changes: [{ start: at, end: at + 1, text: comparison }],
        explanation: `It compares by \`${comparison}\` now.`,
      };
    }
  },
};
