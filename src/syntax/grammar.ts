/**
 * Loads a grammar: tree-sitter's runtime at the first one, never at start-up, as it costs more than the rest of the host.
 * Does not know what the trees are for.
 */
import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type * as TreeSitter from 'web-tree-sitter';
import { FimError } from '../text/error.ts';
import type { Language } from './language.ts';

/** Lives outside the garbage collector: whoever loaded deletes. All indices are UTF-16 code units, whatever web-tree-sitter's documentation says. */
export interface Grammar {
  readonly parser: TreeSitter.Parser;
  /** A query of `grammars/<queries>/`, compiled. */
  readonly query: TreeSitter.Query;
  readonly Edit: typeof TreeSitter.Edit;
  delete(): void;
}

/**
 * The package's folder `grammars`: above this file in the sources, and above the bundle, wherever it stands in the package.
 * @param from URL of a file in the package
 */
export function grammarsFolder(from: string = import.meta.url): string {
  const start = dirname(fileURLToPath(from));
  for (let at = start; ; at = dirname(at)) {
    const folder = join(at, 'grammars');
    if (existsSync(folder) || at === dirname(at)) return folder;
  }
}

/**
 * @param grammarsDir absolute path of the folder `grammars` of the package
 * @param query name of the query in `grammars/<queries>/`, without its ending
 * @throws FimError `internal` when the grammar or its query is missing or does not fit
 */
export async function loadGrammar(grammarsDir: string, language: Language, query = 'blocks'): Promise<Grammar> {
  try {
    const { Edit, Language: Loaded, Parser, Query } = await loadRuntime();
    const [wasm, source] = await Promise.all([
      readFile(join(grammarsDir, language.grammar)),
      readFile(join(grammarsDir, language.queries, `${query}.scm`), 'utf8'),
    ]);
    const grammar = await Loaded.load(wasm);
    const compiled = new Query(grammar, source);
    const parser = new Parser().setLanguage(grammar);
    return {
      parser,
      query: compiled,
      Edit,
      delete() {
        compiled.delete();
        parser.delete();
      },
    };
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw new FimError(
      'internal',
      { what: `The grammar of ${language.id} does not load: ${why}`, next: 'Run `npm ci`.' },
      { cause: error },
    );
  }
}

let runtime: Promise<typeof TreeSitter> | undefined;

/** The runtime exists once in a process. A failed start is tried again. */
function loadRuntime(): Promise<typeof TreeSitter> {
  runtime ??= startRuntime().catch((error: unknown) => {
    runtime = undefined;
    throw error;
  });
  return runtime;
}

async function startRuntime(): Promise<typeof TreeSitter> {
  const treeSitter = await import('web-tree-sitter');
  await treeSitter.Parser.init(); // finds its own wasm, which is of the same version
  return treeSitter;
}
