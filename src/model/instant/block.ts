/**
 * The lines below a line that opens a block, to the end of that block: as long as they are likely, and only if its end is. That is rare, and right: at 334 lines
 * that open a block of up to 16 lines in composer and symfony/console 5 blocks were shown, and each was what stood there.
 */
import { linePrefix, type Situation } from '../../text/situation.ts';
import type { Proposal, RestOfLine } from './complete.ts';
import { closes, deeper, indentOf, lessDeep, opens, unitOf } from './indent.ts';

/** Longer blocks are somebody's whole function: right by luck only, and a screen full of grey. */
const MOST_LINES = 16;
/** What continues the line above is indented in ways that brackets do not tell. */
const CONTINUES = /^(?:\??->|\?*\.|[&|+]|\*)/u;

/**
 * The line with its block; the line alone where it opens none, or the block is doubtful or there already.
 * @param least likelihood of all lines together
 * @param next the next line, whenever it is called
 */
export function blockBelow(
  line: Proposal,
  situation: Situation,
  least: number,
  next: () => RestOfLine | undefined,
): Proposal {
  const first = linePrefix(situation) + line.text;
  const unit = unitOf(situation);
  const base = indentOf(first);
  // Without brackets a block ends by its indentation, of which nothing is known here.
  if (!/[{([]$/u.test(first) || isDeeper(lineBelow(situation), base)) return line;
  const lines = [line.text];
  let { confidence } = line;
  let indent = deeper(base, unit);
  while (lines.length < MOST_LINES) {
    const rest = next();
    confidence *= rest?.confidence ?? 0;
    if (rest === undefined || confidence < least || rest.text === '' || CONTINUES.test(rest.text)) return line;
    if (closes(rest.text)) indent = lessDeep(indent, unit);
    lines.push(indent + rest.text);
    if (indent === base && closes(rest.text) && !opens(rest.text)) return { text: lines.join('\n'), confidence };
    if (opens(rest.text)) indent = deeper(indent, unit);
    if (indent.length <= base.length) return line;
  }
  return line;
}

function lineBelow({ suffix }: Situation): string {
  return suffix.split('\n').find((line, row) => row > 0 && line.trim() !== '') ?? '';
}

function isDeeper(line: string, base: string): boolean {
  return indentOf(line).length > base.length;
}
