/** A whole file as a tree that others may walk: what encloses a place, what spans which rows, where the parser was lost. Knows how to parse; does not know what is looked for. */
import type { Node, Tree } from 'web-tree-sitter';
import { isTooDeep } from './depth.ts';
import { type Grammar, loadGrammar } from './grammar.ts';
import type { Language } from './language.ts';
import { editedCopy } from './parse.ts';

/** A node of the tree, valid until the tree is deleted. Offsets are UTF-16 units, rows 0-based, the end row inclusive. */
export interface CodeNode {
  /** As the grammar names it; punctuation and words are their own type. */
  readonly type: string;
  readonly isNamed: boolean;
  /** Text that the parser could not read. */
  readonly isError: boolean;
  /** Put in by the parser, as it would have to stand there. It has no length. */
  readonly isMissing: boolean;
  /** It holds one of the two. */
  readonly hasError: boolean;
  readonly start: number;
  readonly end: number;
  readonly row: number;
  readonly col: number;
  readonly endRow: number;
  readonly endCol: number;
  readonly parent: CodeNode | undefined;
  readonly children: readonly CodeNode[];
  /** The child that the grammar calls so. */
  field(name: string): CodeNode | undefined;
  /** The innermost node that holds this part of the text. */
  at(start: number, end?: number): CodeNode;
}

/** Lives outside the garbage collector: whoever parsed deletes. */
export interface CodeTree {
  readonly root: CodeNode;
  readonly text: string;
  delete(): void;
}

export interface CodeParser {
  /**
   * @param known tree of another text, read by this parser and not deleted: what both texts have in common is not read again
   * @returns `undefined` for text that is nested too deep or takes too long
   */
  parse(text: string, known?: CodeTree): CodeTree | undefined;
  delete(): void;
}

/** A parse that takes longer is of nonsense, not code, in ms. */
const LONGEST_MS = 1000;

class Wrapped implements CodeNode {
  readonly #node: Node;
  #children: readonly CodeNode[] | undefined;

  constructor(node: Node) {
    this.#node = node;
  }

  get type(): string {
    return this.#node.type;
  }
  get isNamed(): boolean {
    return this.#node.isNamed;
  }
  get isError(): boolean {
    return this.#node.isError;
  }
  get isMissing(): boolean {
    return this.#node.isMissing;
  }
  get hasError(): boolean {
    return this.#node.hasError;
  }
  get start(): number {
    return this.#node.startIndex;
  }
  get end(): number {
    return this.#node.endIndex;
  }
  get row(): number {
    return this.#node.startPosition.row;
  }
  get col(): number {
    return this.#node.startPosition.column;
  }
  get endRow(): number {
    return this.#node.endPosition.row;
  }
  get endCol(): number {
    return this.#node.endPosition.column;
  }
  get parent(): CodeNode | undefined {
    const { parent } = this.#node;
    return parent === null ? undefined : new Wrapped(parent);
  }
  get children(): readonly CodeNode[] {
    this.#children ??= this.#node.children.map((child) => new Wrapped(child));
    return this.#children;
  }
  field(name: string): CodeNode | undefined {
    const child = this.#node.childForFieldName(name);
    return child === null ? undefined : new Wrapped(child);
  }
  at(start: number, end = start): CodeNode {
    const found = this.#node.descendantForIndex(start, end);
    return found === null ? this : new Wrapped(found);
  }
}

/**
 * @param grammarsDir absolute path of the folder `grammars` of the package
 * @throws FimError `internal` when the grammar is missing or does not fit
 */
export async function loadCodeParser(grammarsDir: string, language: Language): Promise<CodeParser> {
  const grammar: Grammar = await loadGrammar(grammarsDir, language);
  const trees = new WeakMap<CodeTree, Tree>();
  return {
    parse(text, known) {
      if (isTooDeep(text)) return undefined;
      const deadline = performance.now() + LONGEST_MS;
      const before = known === undefined ? undefined : trees.get(known);
      const edited =
        known === undefined || before === undefined ? undefined : editedCopy(grammar, text, before, known.text);
      const tree = grammar.parser.parse(text, edited, { progressCallback: () => performance.now() > deadline });
      edited?.delete();
      if (tree === null) {
        grammar.parser.reset();
        return undefined;
      }
      const made: CodeTree = { root: new Wrapped(tree.rootNode), text, delete: () => tree.delete() };
      trees.set(made, tree);
      return made;
    },
    delete: () => grammar.delete(),
  };
}
