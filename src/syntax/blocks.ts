/** Answers one question about a syntax tree: where does the block that the cursor stands in end? Parses nothing. */
import type { Node, Query, QueryMatch } from 'web-tree-sitter';
import { type Utf16Offset, utf16Offset } from '../text/offset.ts';
import type { SyntaxTree } from './parser.ts';

/** UTF-16 indices. The cursor is inside from `innerStart` to `innerEnd`, both included. */
interface Block {
  readonly innerStart: number;
  readonly innerEnd: number;
  /** Behind the closing token, where there is one. */
  readonly end: number;
}

/**
 * Where the innermost block around an offset ends.
 * @param offset UTF-16 index, a place between two characters
 * @returns UTF-16 index behind the closing token (`}`, `end`), or behind the last statement where the language has no
 *   such token (Python) or it is not written yet; undefined at the top level, and where the code is too broken to show a block
 */
export function enclosingBlockEnd(
  { tree, blocks }: Pick<SyntaxTree, 'tree' | 'blocks'>,
  offset: Utf16Offset,
): Utf16Offset | undefined {
  // Between two characters stand two nodes: a block that ends here is found from the left one, one that starts here from the right.
  const around = [Math.max(0, offset - 1), offset]
    .map((index) => innermost(tree.rootNode.descendantForIndex(index), blocks, offset))
    .filter((block) => block !== undefined);
  const [left, right] = around;
  const best = left && right && isInside(right, left) ? right : left;
  return best && utf16Offset(best.end);
}

/** Climbs from `node` to the first block that has `offset` inside. */
function innermost(node: Node | null, blocks: Query, offset: number): Block | undefined {
  for (let at = node; at; at = at.parent) {
    // Only patterns that start at this node; with a range in place of the climb, tokens outside of it would not match.
    const found = blocks
      .matches(at, { maxStartDepth: 0 })
      .map(toBlock)
      .find((block) => block.innerStart <= offset && offset <= block.innerEnd);
    if (found) return found;
  }
  return undefined;
}

/** Blocks nest, so the one that starts later, or ends earlier from the same start, is the inner one. */
function isInside(a: Block, b: Block): boolean {
  return a.innerStart > b.innerStart || (a.innerStart === b.innerStart && a.innerEnd <= b.innerEnd);
}

function toBlock({ captures }: QueryMatch): Block {
  const find = (name: string): Node | undefined => captures.find((capture) => capture.name === name)?.node;
  const whole = find('block');
  if (!whole) throw new RangeError('a pattern of blocks.scm captures no @block');
  const close = find('block.close');
  // The parser invents a closing token of no width where it expects one: that block is still open.
  const closed = close && !close.isMissing ? close : undefined;
  return {
    innerStart: find('block.open')?.endIndex ?? whole.startIndex,
    innerEnd: closed?.startIndex ?? whole.endIndex,
    end: closed?.endIndex ?? whole.endIndex,
  };
}
