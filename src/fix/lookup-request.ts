/** What the project is asked about a report: the word that is wrong, and the names that its message and its region speak of. Pure. */

import type { LookupRequest } from '../context/service.ts';
import type { CodeNode } from '../syntax/code-tree.ts';
import { closest } from './closest.ts';
import type { Scene } from './scene.ts';
import { offsetIn } from './source-text.ts';
import { markedWord } from './tier0/word.ts';

/** Names that are asked about; those of the message come first. */
const MOST_NAMES = 16;

export function lookupRequest(scene: Scene): LookupRequest {
  const { path, target, nudge, dedented } = scene;
  const { callees, others } = namesAround(scene);
  const told = namesInMessage(target.message);
  const wantsParent = nudge.context.includes('parent') || nudge.context.includes('interface');
  const names = new Set([
    ...(wantsParent ? namesInHeader(scene) : []),
    // Whether the message or the call tells more, the advice's entry knows.
    ...(nudge.context.includes('callee') ? [...callees, ...told] : [...told, ...callees]),
    ...others,
    // What the region calls tells what it means to do, where the report's line calls nothing.
    ...calledIn(dedented),
  ]);
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

const WORD = /[\p{L}_\\][\p{L}\p{N}_\\]*/gu;

function calledIn(lines: readonly string[]): readonly string[] {
  return [...lines.join('\n').matchAll(/[\p{L}_\\][\p{L}\p{N}_\\]*(?=\s?\()/gu)].map(([name]) => name);
}

/** What the class around extends and implements: the names in its header. */
function namesInHeader({ root, language, source, target }: Scene): readonly string[] {
  if (root === undefined || language === undefined) return [];
  const start = offsetIn(source, target.row, target.col);
  const node = closest(root.at(start, start + 1), language.classes);
  if (node === undefined) return [];
  const name = node.field('name');
  const end = node.field('body')?.start ?? node.end;
  return source.text.slice(name?.end ?? node.start, end).match(WORD) ?? [];
}

/** Callees of the calls around the place, and the names in its line. */
function namesAround({ root, language, source, target }: Scene): {
  readonly callees: readonly string[];
  readonly others: readonly string[];
} {
  const callees: string[] = [];
  if (root !== undefined && language !== undefined) {
    const start = offsetIn(source, target.row, target.col);
    for (let node: CodeNode | undefined = root.at(start, start + 1); node !== undefined; node = node.parent) {
      if (language.blocks.includes(node.type)) break;
      if (!language.calls.includes(node.type)) continue;
      const args = node.field('arguments');
      callees.push(...(source.text.slice(node.start, args?.start ?? node.end).match(WORD) ?? []).reverse());
    }
  }
  const others = source.lines.slice(target.row, target.endRow + 1).flatMap((line) => line.match(WORD) ?? []);
  return { callees, others };
}
