/** What the project is asked about a report: the word that is wrong, and the names that its message and its region speak of. Pure. */
import type { LookupRequest } from '../context/service.ts';
import type { CodeNode } from '../syntax/code-tree.ts';
import type { Scene } from './scene.ts';
import { offsetIn } from './source-text.ts';
import { markedWord } from './tier0/word.ts';

/** Names that are asked about; those of the message come first. */
const MOST_NAMES = 16;

export function lookupRequest(scene: Scene): LookupRequest {
  const { path, target } = scene;
  const names = new Set([...namesInMessage(target.message), ...namesAround(scene)]);
  return {
    path,
    row: target.row,
    col: target.col,
    name: markedWord(scene)?.name ?? '',
    names: [...names].slice(0, MOST_NAMES),
  };
}

function namesInMessage(message: string): readonly string[] {
  return [...message.matchAll(/['"`‘“]([^'"`’”\n]{1,200})['"`’”]/gu)].flatMap(
    ([, quoted = '']) => quoted.match(/[\p{L}_\\][\p{L}\p{N}_\\]*/gu) ?? [],
  );
}

/** Callees of the calls around the place, then the names in its line. */
function namesAround({ root, language, source, target }: Scene): readonly string[] {
  const names: string[] = [];
  const word = /[\p{L}_\\][\p{L}\p{N}_\\]*/gu;
  if (root !== undefined && language !== undefined) {
    const start = offsetIn(source, target.row, target.col);
    for (let node: CodeNode | undefined = root.at(start, start + 1); node !== undefined; node = node.parent) {
      if (language.blocks.includes(node.type)) break;
      if (!language.calls.includes(node.type)) continue;
      const args = node.field('arguments');
      names.push(...(source.text.slice(node.start, args?.start ?? node.end).match(word) ?? []).reverse());
    }
  }
  for (const line of source.lines.slice(target.row, target.endRow + 1)) names.push(...(line.match(word) ?? []));
  return names;
}
