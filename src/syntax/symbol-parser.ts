/** Parses whole files and finds what `symbols.scm` names in them. Knows how to parse; does not know what a symbol is. */
import type { ParseState, QueryOptions, Tree } from 'web-tree-sitter';
import { isTooDeep } from './depth.ts';
import { type Grammar, loadGrammar } from './grammar.ts';
import type { Language } from './language.ts';
import { patience } from './patience.ts';

/** A node that the query names. Offsets are UTF-16 units, rows 0-based, the end row inclusive. */
export interface Capture {
  readonly name: string;
  readonly start: number;
  readonly end: number;
  readonly row: number;
  readonly endRow: number;
}

/** Where a text was changed. Rows are 0-based, columns and offsets UTF-16. */
export interface TextEdit {
  readonly start: number;
  readonly oldEnd: number;
  readonly newEnd: number;
  readonly startRow: number;
  readonly startCol: number;
  readonly oldEndRow: number;
  readonly oldEndCol: number;
  readonly newEndRow: number;
  readonly newEndCol: number;
}

/** A parsed text. Lives outside the garbage collector: whoever parsed deletes. */
export interface ParsedText {
  readonly hasError: boolean;
  /**
   * In the order of the text; what encloses stands first.
   * @param isOutline only what a file declares for others, where the query says how deep that stands (`#set! deepest`): most of a tree is code in
   * bodies. Text with errors is always read whole.
   * @returns none where that takes too long
   */
  captures(isOutline?: boolean): readonly Capture[];
  delete(): void;
}

export interface SymbolParser {
  /**
   * @param previous of the same document before `edits`; it stays as it is
   * @returns `undefined` for text that is nested too deep or takes too long
   */
  parse(text: string, previous?: ParsedText, edits?: readonly TextEdit[]): ParsedText | undefined;
  /** Like `parse`, for text that is code from end to end; `undefined` for other text, which is given up where it is broken: to make sense of it takes long. */
  parseCode(text: string, previous?: ParsedText, edits?: readonly TextEdit[]): ParsedText | undefined;
  /** Like `parseCode`, but gives what it has read of other text where it came to the end before it gave up. */
  tryCode(text: string, previous?: ParsedText, edits?: readonly TextEdit[]): ParsedText | undefined;
  delete(): void;
}

class TreeText implements ParsedText {
  readonly tree: Tree;
  readonly #grammar: Grammar;
  readonly #outline: QueryOptions;

  constructor(tree: Tree, grammar: Grammar, outline: QueryOptions) {
    this.tree = tree;
    this.#grammar = grammar;
    this.#outline = outline;
  }

  get hasError(): boolean {
    return this.tree.rootNode.hasError;
  }

  captures(isOutline = false): readonly Capture[] {
    const { rootNode } = this.tree;
    const isTooLong = patience();
    let isLate = false;
    const found = this.#grammar.query.captures(rootNode, {
      ...(isOutline && !rootNode.hasError ? this.#outline : {}),
      progressCallback: () => {
        isLate ||= isTooLong();
        return isLate;
      },
    });
    return (isLate ? [] : found).map(({ name, node }) => ({
      name,
      start: node.startIndex,
      end: node.endIndex,
      row: node.startPosition.row,
      endRow: node.endPosition.row,
    }));
  }

  delete(): void {
    this.tree.delete();
  }
}

/**
 * @param grammarsDir absolute path of the folder `grammars` of the package
 * @throws FimError `internal` when the grammar or its query is missing or does not fit
 */
export async function loadSymbolParser(grammarsDir: string, language: Language): Promise<SymbolParser> {
  const grammar = await loadGrammar(grammarsDir, language, 'symbols');
  const { parser, Edit } = grammar;
  const outline = outlineOf(grammar);

  function edited(previous: TreeText, edits: readonly TextEdit[]): Tree {
    const copy = previous.tree.copy();
    for (const edit of edits) {
      copy.edit(
        new Edit({
          startIndex: edit.start,
          oldEndIndex: edit.oldEnd,
          newEndIndex: edit.newEnd,
          startPosition: { row: edit.startRow, column: edit.startCol },
          oldEndPosition: { row: edit.oldEndRow, column: edit.oldEndCol },
          newEndPosition: { row: edit.newEndRow, column: edit.newEndCol },
        }),
      );
    }
    return copy;
  }

  function parsed(
    text: string,
    previous: ParsedText | undefined,
    edits: readonly TextEdit[],
    isEnough: (state: ParseState) => boolean,
  ): ParsedText | undefined {
    if (isTooDeep(text)) return undefined;
    const old = previous instanceof TreeText ? edited(previous, edits) : undefined;
    const isTooLong = patience();
    try {
      const tree = parser.parse(text, old, {
        progressCallback: (state) => isEnough(state) || isTooLong(),
      });
      if (tree !== null) return new TreeText(tree, grammar, outline);
      parser.reset();
      return undefined;
    } finally {
      old?.delete();
    }
  }

  const tryCode: SymbolParser['tryCode'] = (text, previous, edits = []) =>
    parsed(text, previous, edits, ({ hasError }) => hasError);

  return {
    parse: (text, previous, edits = []) => parsed(text, previous, edits, () => false),
    tryCode,
    parseCode(text, previous, edits) {
      const found = tryCode(text, previous, edits);
      if (found?.hasError !== true) return found;
      found.delete();
      return undefined;
    },
    delete: () => grammar.delete(),
  };
}

/** How deep the query looks for what a file declares: the number that it sets as `deepest`. */
function outlineOf({ query }: Grammar): QueryOptions {
  const deepest = query.setProperties.find((properties) => properties?.['deepest'] !== undefined)?.['deepest'];
  return deepest == null ? {} : { maxStartDepth: Number(deepest) };
}
