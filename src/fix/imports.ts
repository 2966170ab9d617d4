/**
 * Where a new import belongs: the block of those that are like it, and in it the place that the file's own order gives. An import of something that a
 * statement brings names from already becomes a name of that statement. Pure.
 */
import type { FixLanguage, ImportParts } from './languages/language.ts';
import { importNodes } from './region.ts';
import type { Scene } from './scene.ts';
import type { LineEdit } from './source-text.ts';

/** An import statement of the file. Rows are 0-based, the end inclusive. */
interface Statement {
  readonly row: number;
  readonly endRow: number;
  readonly text: string;
  readonly parts: ImportParts;
}

/** Edits that bring in all of `imports`, whole statements without line ends. */
export function importEdits(
  scene: Pick<Scene, 'source' | 'root' | 'language'>,
  imports: readonly string[],
): readonly LineEdit[] {
  const statements = statementsOf(scene);
  const made = imports.map(
    (line) => merged(statements, line, scene) ?? placed(statements, line, scene) ?? atHead(scene, line),
  );
  return joined(made);
}

function statementsOf({ source, root, language }: Pick<Scene, 'source' | 'root' | 'language'>): readonly Statement[] {
  if (root === undefined || language?.importParts === undefined) return [];
  const found: Statement[] = [];
  let lastRow = 0;
  for (const node of importNodes(root, language)) {
    const endRow = node.endCol === 0 && node.endRow > node.row ? node.endRow - 1 : node.endRow;
    // What stands behind other code does so for a reason.
    if (found.length > 0 && hasCode(source.lines.slice(lastRow + 1, node.row), language)) break;
    if (found.length === 0 && hasCode(headless(source.lines.slice(0, node.row)), language)) break;
    const text = source.text.slice(node.start, node.end).trimEnd();
    found.push({ row: node.row, endRow, text, parts: language.importParts(text) });
    lastRow = endRow;
  }
  return found;
}

const HEAD = /^\s*(?:<\?php\b|declare\s*\(|namespace\s[^{]*[;{]?|#!|['"]use strict['"]|\{?$)/iu;
const REMARK = /^\s*(?:\/\/|#(?!\[)|\/\*|\*|--)/u;

function headless(lines: readonly string[]): readonly string[] {
  return withoutDocstring(lines).filter((line) => !HEAD.test(line));
}

/** Without a text in triple quotes that the file begins with. */
function withoutDocstring(lines: readonly string[]): readonly string[] {
  const end = docstringEnd(lines);
  return end < 0 ? lines : lines.slice(end + 1);
}

/** Row of the end of the text that the file begins with; −1 without one. */
function docstringEnd(lines: readonly string[]): number {
  const first = lines.findIndex((line) => line.trim() !== '' && !REMARK.test(line));
  const quotes = /^\s*[rRuU]?("""|''')/u.exec(lines[first] ?? '')?.[1];
  if (quotes === undefined) return -1;
  const opener = lines[first] ?? '';
  if (opener.indexOf(quotes, opener.indexOf(quotes) + 3) >= 0) return first;
  return lines.findIndex((line, row) => row > first && line.includes(quotes));
}

function hasCode(lines: readonly string[], { conditionalImport }: FixLanguage): boolean {
  return lines.some(
    (line) =>
      line.trim() !== '' && !REMARK.test(line) && !/^\s+\S/u.test(line) && conditionalImport?.test(line) !== true,
  );
}

/** The name put among those of a statement that brings in others from there. */
function merged(
  statements: readonly Statement[],
  line: string,
  { language }: Pick<Scene, 'language'>,
): LineEdit | undefined {
  const wanted = language?.importParts?.(line);
  if (wanted?.names === undefined || wanted.isWhole === true) return undefined;
  const alike = statements.filter(
    ({ parts }) => parts.path === wanted.path && parts.names !== undefined && parts.isWhole !== true,
  );
  const [statement] = alike.filter(({ parts }) => parts.isType === wanted.isType || parts.isType !== true);
  if (alike.length !== 1 || statement?.parts.names === undefined || statement.endRow > statement.row) return undefined;
  // One statement for each name is a style.
  const isStyle = statements.some(({ parts }) => (parts.names?.length ?? 0) > 1);
  if (wanted.isApart === true && !isStyle) return undefined;
  const marked =
    wanted.isType === true && statement.parts.isType !== true
      ? wanted.names.map((name) => `type ${name}`)
      : wanted.names;
  const names = marked.reduce((all, name) => inserted(all, name, nameKeys), statement.parts.names);
  const from = statement.parts.names.join(', ');
  const text = statement.text.replace(from, () => names.join(', '));
  if (text === statement.text) return undefined;
  return { first: statement.row, last: statement.row + 1, lines: [text] };
}

type Keys = readonly (string | number)[];
/** Ways to put things in order. */
type Order<T> = (thing: T) => Keys;

const nameKeys: readonly Order<string>[] = [
  (name) => [name.replace(/^type\s+/u, '').toLowerCase()],
  (name) => [name.replace(/^type\s+/u, '')],
  (name) => [name],
];

const statementKeys: readonly Order<Pick<Statement, 'text' | 'parts'>>[] = [
  ({ parts, text }) => [parts.rank, sortable(parts.path), text.toLowerCase()],
  ({ parts, text }) => [parts.form, sortable(parts.path), text.toLowerCase()],
  ({ parts, text }) => [sortable(parts.path), text.toLowerCase()],
  ({ parts, text }) => [parts.rank, parts.path, text],
  ({ text }) => [text.toLowerCase()],
  ({ text }) => [text],
  ({ text }) => [text.length],
];

/** Sorters read separators as the smallest signs. */
function sortable(path: string): string {
  return path.toLowerCase().replace(/[\\/]/gu, ' ');
}

function compared(a: Keys, b: Keys): number {
  for (const [index, one] of a.entries()) {
    const other = b[index] ?? '';
    if (one !== other) return one < other ? -1 : 1;
  }
  return 0;
}

/** The order that the things stand in, more or less. */
function orderOf<T>(things: readonly T[], orders: readonly Order<T>[]): Order<T> | undefined {
  const faults = (order: Order<T>): number =>
    things.filter((thing, index) => {
      const before = things[index - 1];
      return before !== undefined && compared(order(before), order(thing)) > 0;
    }).length;
  let best: Order<T> | undefined;
  let least = Number.POSITIVE_INFINITY;
  for (const order of orders) {
    const count = faults(order);
    if (count >= least) continue;
    least = count;
    best = order;
  }
  return best;
}

/** Where among others it disturbs their order least; the last such place. */
function placeIn<T>(things: readonly T[], made: T, orders: readonly Order<T>[]): number {
  const order = orderOf(things, orders);
  if (order === undefined) return things.length;
  const key = order(made);
  const sides = things.map((thing) => compared(order(thing), key));
  let best = things.length;
  let least = Number.POSITIVE_INFINITY;
  for (let at = 0; at <= things.length; at++) {
    const wrong = sides.filter((side, index) => (index < at ? side > 0 : side < 0)).length;
    if (wrong > least) continue;
    least = wrong;
    best = at;
  }
  return best;
}

function inserted<T>(things: readonly T[], made: T, orders: readonly Order<T>[]): readonly T[] {
  return things.includes(made) ? things : things.toSpliced(placeIn(things, made, orders), 0, made);
}

function placed(
  statements: readonly Statement[],
  line: string,
  { language, source }: Pick<Scene, 'language' | 'source'>,
): LineEdit | undefined {
  const parts = language?.importParts?.(line);
  if (parts === undefined || statements.length === 0) return undefined;
  const made = { text: line, parts };
  const blocks = blocksOf(statements);
  const block = blockFor(blocks, made);
  const indent = /^\s*/u.exec(source.lines[statements[0]?.row ?? 0] ?? '')?.[0] ?? '';
  if (block === undefined) return ownBlock(blocks, made, indent);
  const next = block[placeIn<Pick<Statement, 'text' | 'parts'>>(block, made, statementKeys)];
  const row = next?.row ?? (block.at(-1)?.endRow ?? -1) + 1;
  return { first: row, last: row, lines: [indent + line] };
}

/** What stands together, without a blank line. */
function blocksOf(statements: readonly Statement[]): readonly (readonly Statement[])[] {
  const blocks: Statement[][] = [];
  for (const statement of statements) {
    const block = blocks.at(-1);
    if (block?.at(-1)?.endRow === statement.row - 1) block.push(statement);
    else blocks.push([statement]);
  }
  return blocks;
}

type Made = Pick<Statement, 'text' | 'parts'>;

/** The block of those that it has most in common with; none where each block is of its own kind, and of another. */
function blockFor(blocks: readonly (readonly Statement[])[], made: Made): readonly Statement[] | undefined {
  const kinds = blocks.map((block) => new Set(block.map(({ parts }) => parts.rank)));
  const isByKind = kinds.every(({ size }) => size === 1) && (blocks.length > 1 || made.parts.isApart === true);
  let best: readonly Statement[] | undefined;
  let most = -1;
  for (const [index, block] of blocks.entries()) {
    if (isByKind && kinds[index]?.has(made.parts.rank) !== true) continue;
    const likeness = Math.max(...block.map((each) => inCommon(each.parts, made.parts)));
    if (likeness < most) continue;
    most = likeness;
    best = block;
  }
  return best;
}

function inCommon(a: ImportParts, b: ImportParts): number {
  const [one, other] = [a, b].map(({ path }) => path.split(/[\\/.]/u).filter((part) => part !== ''));
  let same = 0;
  while (one !== undefined && same < one.length && one[same] === other?.[same]) same++;
  return same + (a.rank === b.rank ? 1 : 0) + (a.form === b.form ? 0.5 : 0);
}

/** Before the first block of a later kind, with a blank line between. */
function ownBlock(blocks: readonly (readonly Statement[])[], { text, parts }: Made, indent: string): LineEdit {
  const later = blocks.find((block) => (block[0]?.parts.rank ?? 0) > parts.rank)?.[0];
  if (later !== undefined) return { first: later.row, last: later.row, lines: [indent + text, ''] };
  const row = (blocks.at(-1)?.at(-1)?.endRow ?? -1) + 1;
  return { first: row, last: row, lines: ['', indent + text] };
}

/** Behind what has to stand first: a tag, a directive, the namespace, a shebang, a head comment. */
function atHead({ source }: Pick<Scene, 'source'>, line: string): LineEdit {
  const { lines } = source;
  const docstring = docstringEnd(lines);
  const hasTag = lines.some((each) => /^\s*<\?php\b/u.test(each));
  // A comment right above code is about that code; others are about the file.
  const code = lines.findIndex((each, row) => row > docstring && !HEAD.test(each) && !isHeadRemark(lines, row, hasTag));
  const until = code < 0 ? lines.length : code;
  const heads = lines.slice(0, until).findLastIndex((each) => each.trim() !== '');
  const first = heads + 1;
  const isOpen = (lines[first] ?? '').trim() === '' && first > 0;
  const row = isOpen ? first + 1 : first;
  return { first: row, last: row, lines: heads < 0 || isOpen ? [line, ''] : ['', line] };
}

function isHeadRemark(lines: readonly string[], row: number, hasTag: boolean): boolean {
  if (!REMARK.test(lines[row] ?? '')) return false;
  const end = lines.findIndex((line, at) => at >= row && !REMARK.test(line));
  if (end < 0 || (lines[end] ?? '').trim() === '') return true;
  // A file's comment stands above its namespace.
  return hasTag && HEAD.test(lines[end] ?? '');
}

/** Edits of one place together, in the order of the text. */
function joined(edits: readonly LineEdit[]): readonly LineEdit[] {
  const found: LineEdit[] = [];
  for (const edit of [...edits].sort((a, b) => a.first - b.first || a.last - b.last)) {
    const last = found.at(-1);
    if (last?.first === edit.first && last.last === edit.last && edit.first === edit.last)
      found.splice(-1, 1, { ...last, lines: [...last.lines, ...edit.lines].toSorted() });
    else if (last === undefined || edit.first >= last.last) found.push(edit);
  }
  return found;
}
