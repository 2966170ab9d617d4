/** The nodes of a text, for tests that look whether something is one. */
import { grammarsFolder } from '../../src/syntax/grammar.ts';
import { loadNodeReader, type NodeReader, type SyntaxNode } from '../../src/syntax/nodes.ts';
import { languageOf } from '../../src/syntax/registry.ts';

const readers = new Map<string, Promise<NodeReader>>();

/** UTF-16 offsets in `text`, a BOM included. */
export async function parseLanguage(path: string, text: string): Promise<readonly SyntaxNode[]> {
  const language = languageOf({ filetype: '', path });
  if (language === undefined) return [];
  const reader = readers.get(language.id) ?? loadNodeReader(grammarsFolder(), language);
  readers.set(language.id, reader);
  const skipped = text.startsWith('\ufeff') ? 1 : 0;
  const nodes = (await reader).read(text.slice(skipped))?.nodes ?? [];
  return nodes.map((node) => ({ ...node, start: node.start + skipped, end: node.end + skipped }));
}
