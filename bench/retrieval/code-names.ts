/** The names that stand in the code of a text, found by the grammar of its language: none of comments, strings or keywords. */
import type { Node } from 'web-tree-sitter';
import { type Grammar, loadGrammar } from '../../src/syntax/grammar.ts';
import type { Language } from '../../src/syntax/language.ts';

/** One name. 0-based row, UTF-16 columns, `end` behind its last character. */
export interface CodeName {
  readonly name: string;
  readonly row: number;
  readonly col: number;
  readonly end: number;
}

/** Nodes of all grammars that are names; a grammar takes the ones that it has. */
const NAME_NODES = [
  'name',
  'identifier',
  'property_identifier',
  'private_property_identifier',
  'shorthand_property_identifier',
  'shorthand_property_identifier_pattern',
  'type_identifier',
  'field_identifier',
  'shorthand_field_identifier',
  'package_identifier',
];
/** They name nothing that could be looked up. */
const SELF = new Set(['this', 'self', 'static', 'parent', 'super', 'cls']);
/** Single letters are no names of anything. In UTF-16 units. */
const SHORTEST = 2;

export class NameReader {
  readonly #grammarsDir: string;
  readonly #grammars = new Map<string, Promise<Grammar>>();

  /** @param grammarsDir absolute path of the folder `grammars` of the package */
  constructor(grammarsDir: string) {
    this.#grammarsDir = grammarsDir;
  }

  /** In the order of the text. */
  async names(language: Language, text: string): Promise<readonly CodeName[]> {
    const { parser } = await this.#grammar(language);
    const tree = parser.parse(text);
    if (tree === null) return [];
    const names = tree.rootNode.descendantsOfType(NAME_NODES).flatMap((node) => nameOf(node) ?? []);
    tree.delete();
    return names;
  }

  async close(): Promise<void> {
    for (const grammar of this.#grammars.values()) (await grammar).delete();
    this.#grammars.clear();
  }

  #grammar(language: Language): Promise<Grammar> {
    let grammar = this.#grammars.get(language.id);
    if (grammar === undefined) {
      grammar = loadGrammar(this.#grammarsDir, language);
      this.#grammars.set(language.id, grammar);
    }
    return grammar;
  }
}

function nameOf(node: Node | null): CodeName | undefined {
  if (node === null || node.childCount > 0) return undefined;
  const { text, startPosition, endPosition } = node;
  const name = text.replace(/^#/u, '');
  if (name.length < SHORTEST || SELF.has(name)) return undefined;
  return { name, row: startPosition.row, col: startPosition.column, end: endPosition.column };
}
