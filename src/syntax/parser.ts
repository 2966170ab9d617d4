/**
 * Parses text with tree-sitter. Loads the runtime and each grammar at the first use; never at start-up, as the runtime
 * costs more than the rest of the host. Does not know what the trees are for.
 */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type * as TreeSitter from 'web-tree-sitter';
import { FimError } from '../text/error.ts';
import type { Language } from './language.ts';

/** A tree that lives outside the garbage collector: whoever parsed deletes. */
export interface SyntaxTree {
  readonly language: Language;
  /** All indices in it are UTF-16 code units, whatever web-tree-sitter's documentation says. */
  readonly tree: TreeSitter.Tree;
  /** `grammars/<queries>/blocks.scm`, compiled. Belongs to the parser. */
  readonly blocks: TreeSitter.Query;
  /** Frees the tree. 60 trees without it took 300 MB. */
  delete(): void;
}

export interface SyntaxParser {
  /**
   * Parses a whole text, broken code too.
   * @throws FimError `internal` when a grammar or a query is missing or does not fit.
   */
  parse(language: Language, text: string): Promise<SyntaxTree>;
  /** Frees the grammars' parsers and queries. Trees are deleted by their owners, before. */
  delete(): Promise<void>;
}

interface Loaded {
  readonly parser: TreeSitter.Parser;
  readonly blocks: TreeSitter.Query;
}

/** @param grammarsDir absolute path of the folder `grammars` of the package */
export function createParser(grammarsDir: string): SyntaxParser {
  const loaded = new Map<string, Promise<Loaded>>();

  function loadOnce(language: Language): Promise<Loaded> {
    const known = loaded.get(language.id);
    if (known) return known;
    const loading = load(grammarsDir, language);
    loaded.set(language.id, loading);
    loading.catch(() => loaded.delete(language.id)); // a later build may have brought the file
    return loading;
  }

  return {
    async parse(language, text) {
      const { parser, blocks } = await loadOnce(language);
      const tree = parser.parse(text);
      if (!tree) throw broken(language, 'The parser gave up.');
      return { language, tree, blocks, delete: () => tree.delete() };
    },
    async delete() {
      const all = await Promise.allSettled(loaded.values());
      loaded.clear();
      for (const one of all) {
        if (one.status === 'rejected') continue;
        one.value.blocks.delete();
        one.value.parser.delete();
      }
    },
  };
}

async function load(grammarsDir: string, language: Language): Promise<Loaded> {
  try {
    const { Language: Grammar, Parser, Query } = await loadRuntime(grammarsDir);
    const [wasm, source] = await Promise.all([
      readFile(join(grammarsDir, language.grammar)),
      readFile(join(grammarsDir, language.queries, 'blocks.scm'), 'utf8'),
    ]);
    const grammar = await Grammar.load(wasm);
    const blocks = new Query(grammar, source);
    return { parser: new Parser().setLanguage(grammar), blocks };
  } catch (error) {
    throw broken(language, error instanceof Error ? error.message : String(error), error);
  }
}

let runtime: Promise<typeof TreeSitter> | undefined;

/** The runtime exists once in a process; the first caller's folder is used. A failed start is tried again. */
function loadRuntime(grammarsDir: string): Promise<typeof TreeSitter> {
  runtime ??= startRuntime(grammarsDir).catch((error: unknown) => {
    runtime = undefined;
    throw error;
  });
  return runtime;
}

async function startRuntime(grammarsDir: string): Promise<typeof TreeSitter> {
  const treeSitter = await import('web-tree-sitter');
  await treeSitter.Parser.init({ wasmBinary: await readFile(join(grammarsDir, 'web-tree-sitter.wasm')) });
  return treeSitter;
}

function broken(language: Language, why: string, cause?: unknown): FimError {
  return new FimError(
    'internal',
    { what: `The grammar of ${language.id} does not load: ${why}`, next: 'Run `npm run build`.' },
    { cause },
  );
}
