/** An import of which nothing is used. */
import { importNodes } from '../region.ts';
import { offsetIn } from '../source-text.ts';
import type { Rule } from './rule.ts';

export const unusedImport: Rule = {
  name: 'unused-import',
  *ideas({ root, source, target, language }) {
    if (root === undefined || language === undefined) return;
    const node = importNodes(root, language).find(({ row, endRow }) => row <= target.row && target.row <= endRow);
    if (node === undefined) return;
    const explanation = 'Nothing of the import was used.';
    const start = offsetIn(source, target.row, target.col);
    // One name of several: with the comma that belongs to it.
    const specifier = ancestors(root.at(start), node.start).find(({ type }) =>
      /specifier|aliased_import|use_clause$/u.test(type),
    );
    const siblings = specifier?.parent?.children.filter(({ isNamed }) => isNamed) ?? [];
    if (specifier !== undefined && siblings.length > 1) {
      const behind = /^\s*,\s*/u.exec(source.text.slice(specifier.end))?.[0].length ?? 0;
      const before = behind > 0 ? 0 : (/,\s*$/u.exec(source.text.slice(0, specifier.start))?.[0].length ?? 0);
      yield { changes: [{ start: specifier.start - before, end: specifier.end + behind, text: '' }], explanation };
      return;
    }
    yield {
      changes: [{ start: offsetIn(source, node.row, 0), end: offsetIn(source, node.endRow + 1, 0), text: '' }],
      explanation,
    };
  },
};

function ancestors(
  from: ReturnType<NonNullable<Parameters<typeof importNodes>[0]>['at']>,
  until: number,
): (typeof from)[] {
  const found = [];
  for (let node: typeof from | undefined = from; node !== undefined && node.start >= until; node = node.parent)
    found.push(node);
  return found;
}
