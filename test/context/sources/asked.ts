/** Asks one source about a place in a small project of real code: `|` is the cursor. */
import { fileURLToPath } from 'node:url';
import { EXTRACTORS } from '../../../src/context/extract/extractors.ts';
import { ProjectIndex } from '../../../src/context/index/project-index.ts';
import { Recency } from '../../../src/context/index/recency.ts';
import { momentOf } from '../../../src/context/moment.ts';
import type { Source } from '../../../src/context/source.ts';
import { type FileSymbols, NO_SYMBOLS } from '../../../src/context/symbols.ts';
import { LANGUAGES, languageOf } from '../../../src/syntax/registry.ts';
import { loadSymbolParser, type SymbolParser } from '../../../src/syntax/symbol-parser.ts';
import type { Snippet } from '../../../src/text/snippet.ts';

export interface Asked {
  /** Tokens for the source; default: its share. */
  readonly room?: number;
  /** Tokens of the whole context. */
  readonly budget?: number;
  /** Rows above and below the cursor that the prompt shows; default: all. */
  readonly windowRows?: number;
}

export type Asks = (path: string, text: string, asked?: Asked) => readonly Snippet[];

const GRAMMARS = fileURLToPath(new URL('../../../grammars', import.meta.url));
const USUAL_BUDGET = 1024;

/** @param files texts by their paths from the root */
export async function asks(source: Source, files: Readonly<Record<string, string>>): Promise<Asks> {
  const parsers = await parsersFor(Object.keys(files));
  const read = (path: string, text: string): FileSymbols => {
    const language = languageOf({ filetype: '', path });
    const parsed = language && parsers.get(language.id)?.parse(text);
    const symbols = (parsed && language && EXTRACTORS[language.id]?.(text, parsed.captures())) ?? NO_SYMBOLS;
    parsed?.delete();
    return symbols;
  };
  const project = new ProjectIndex({
    root: '/project',
    text: () => undefined,
    usage: (name) => Object.values(files).join('\n').split(name).length - 1,
    loadLibraryType: () => false,
    loadLibraryFunction: () => false,
    recency: new Recency(),
  });
  const put = (path: string, text: string): FileSymbols => {
    const symbols = read(path, text);
    project.put({ path: `/project/${path}`, relative: path, symbols, isOwn: true });
    return symbols;
  };
  for (const [path, text] of Object.entries(files)) put(path, text);

  return (path, marked, { budget = USUAL_BUDGET, room, windowRows = Number.POSITIVE_INFINITY } = {}) => {
    const offset = marked.indexOf('|');
    const text = marked.slice(0, offset) + marked.slice(offset + 1);
    const above = text.slice(0, offset).split('\n');
    const row = above.length - 1;
    const moment = momentOf({
      request: {
        path: `/project/${path}`,
        row,
        col: above.at(-1)?.length ?? 0,
        window: [row - windowRows, row + windowRows],
        budget,
      },
      relative: path,
      language: languageOf({ filetype: '', path }),
      lines: text.split('\n'),
      text,
      symbols: put(path, text),
      member: undefined,
    });
    return source.collect(moment, project, room ?? budget * source.share(moment));
  };
}

async function parsersFor(paths: readonly string[]): Promise<ReadonlyMap<string, SymbolParser>> {
  const wanted = new Set(paths.map((path) => languageOf({ filetype: '', path })?.id));
  const parsers = new Map<string, SymbolParser>();
  for (const language of LANGUAGES) {
    if (wanted.has(language.id)) parsers.set(language.id, await loadSymbolParser(GRAMMARS, language));
  }
  return parsers;
}
