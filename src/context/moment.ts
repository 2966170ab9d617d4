/** Finds out everything that sources want to know of the place of a request. Pure: it is told the symbols and the member access. */
import type { Language } from '../syntax/language.ts';
import { offsetOf } from '../text/lines.ts';
import { estimateTokens } from '../text/tokens.ts';
import { knownLine } from './known-lines.ts';
import type { ContextRequest } from './service.ts';
import type { MemberAccess, Moment } from './source.ts';
import type { Declaration, FileSymbols, SymbolKind } from './symbols.ts';

export interface MomentParts {
  readonly request: ContextRequest;
  /** From the project's root, with `/`. */
  readonly relative: string;
  readonly language: Language | undefined;
  readonly lines: readonly string[];
  /** `lines` joined by `\n`. */
  readonly text: string;
  readonly symbols: FileSymbols;
  readonly member: MemberAccess | undefined;
}

const TYPE_KINDS: ReadonlySet<SymbolKind> = new Set([
  'class',
  'interface',
  'trait',
  'enum',
  'struct',
  'type',
  'module',
]);
const FUNCTION_KINDS: ReadonlySet<SymbolKind> = new Set(['function', 'method']);

/** A long flat query is the worst one measured (RETRIEVAL.md §6). */
const USUAL_ROWS = [24, 4] as const;

/** A row or column behind the end counts as the end. */
export function momentOf({ request, relative, language, lines, text, symbols, member }: MomentParts): Moment {
  const row = Math.min(Math.max(0, request.row), lines.length - 1);
  const line = lines[row] ?? '';
  const col = Math.min(Math.max(0, request.col), line.length);
  const [first, last] = [Math.max(0, request.window[0]), Math.min(lines.length - 1, request.window[1])];
  const { charsPerToken } = request;
  const enclosingFunction = innermost(symbols.declarations, row, FUNCTION_KINDS);
  return {
    path: request.path,
    relative,
    language,
    text,
    lines,
    offset: offsetOf(lines, row, col),
    row,
    linePrefix: line.slice(0, col),
    window: [first, last],
    symbols,
    enclosingType: typeAround(symbols.declarations, row, enclosingFunction),
    enclosingFunction,
    member,
    seen: identifiersIn(lines.slice(first, last + 1)),
    budget: request.budget,
    estimate: estimateBy(charsPerToken),
    queryRows: request.queryRows ?? USUAL_ROWS,
    editsThreshold: request.editsThreshold ?? 0,
    clipboard: request.clipboard ?? '',
  };
}

/** Moments of one model have the same estimate, so that what something costs is remembered by it. */
let latest: { readonly charsPerToken: number | undefined; readonly estimate: Moment['estimate'] } | undefined;

function estimateBy(charsPerToken: number | undefined): Moment['estimate'] {
  if (latest?.charsPerToken !== charsPerToken || latest === undefined)
    latest = { charsPerToken, estimate: (piece) => estimateTokens(piece, charsPerToken) };
  return latest.estimate;
}

function identifiersIn(lines: readonly string[]): ReadonlySet<string> {
  const seen = new Set<string>();
  for (const line of lines) for (const name of knownLine(line).identifiers) seen.add(name);
  return seen;
}

/** Containers stand before their members: the last one around a row is the innermost. */
function innermost(
  declarations: readonly Declaration[],
  row: number,
  kinds: ReadonlySet<SymbolKind>,
): Moment['enclosingType'] {
  const index = declarations.findLastIndex(
    (declaration) => declaration.row <= row && row <= declaration.endRow && kinds.has(declaration.kind),
  );
  const declaration = declarations[index];
  return declaration && { declaration, index };
}

/** The type whose rows are around, or the one that the function around belongs to: methods may stand beside their type. @param within that function */
function typeAround(
  declarations: readonly Declaration[],
  row: number,
  within: Moment['enclosingFunction'],
): Moment['enclosingType'] {
  const type = innermost(declarations, row, TYPE_KINDS);
  const owner = within?.declaration.parent ?? -1;
  const declaration = declarations[owner];
  // A type inside of the function is nearer.
  if (within === undefined || declaration === undefined || (type !== undefined && type.index > within.index))
    return type;
  return TYPE_KINDS.has(declaration.kind) ? { declaration, index: owner } : type;
}
