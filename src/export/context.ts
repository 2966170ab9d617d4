/** Asks the editor's own context core about the place of a hole. It knows the files of one split and the included folders, and nothing of the rest. */
import { join, relative } from 'node:path';
import { contextParts, contextRequest } from '../complete/context-parts.ts';
import { readText } from '../context/discover/disk.ts';
import { NO_LIBRARIES, type ProjectDisk } from '../context/disk.ts';
import { ContextEngine } from '../context/engine.ts';
import type { WholeDocument } from '../context/holed.ts';
import type { SymbolReader } from '../context/index/reader.ts';
import { NO_CONTEXT } from '../prompt/layout.ts';
import { languageOf } from '../syntax/registry.ts';
import { countLineEnds } from '../text/lines.ts';
import type { SourceName } from '../text/snippet.ts';
import type { Split } from './clusters.ts';
import type { AsksContext } from './example.ts';
import { givesAway } from './given-away.ts';
import { judgePath } from './judge.ts';
import { listFiles } from './list.ts';
import type { ExportPlan } from './plan.ts';

/** What depends on the place alone. What was edited or copied lately, and the map, which grows old, would make another dataset each time. */
const BY_SYMBOLS: readonly SourceName[] = ['members', 'scope', 'dependencies'];
const BY_WORDS: readonly SourceName[] = ['similar'];

/** @param crossFile types and members that the place names; @param bm25 similar code */
export function sourcesFor(crossFile: boolean, bm25: boolean): readonly SourceName[] {
  return [...(crossFile ? BY_SYMBOLS : []), ...(bm25 ? BY_WORDS : [])];
}

/** Files that prompts of a split may show something of, absolute. */
function contextFiles(
  { root }: ExportPlan,
  files: readonly { readonly path: string; readonly split: Split }[],
  split: Split,
  included: readonly string[],
): readonly string[] {
  const own = files.filter((file) => file.split === split).map(({ path }) => join(root, path));
  return [...new Set([...own, ...included])];
}

/** The context of each split, made when it is asked for first; there is none where prompts show none. */
export class Contexts {
  readonly #plan: ExportPlan;
  readonly #files: Parameters<typeof contextFiles>[1];
  readonly #included: readonly string[];
  readonly #reader: SymbolReader;
  readonly #made = new Map<Split, SplitContext>();

  /** @param reader stays whole: whoever made it disposes of it */
  constructor(
    plan: ExportPlan,
    files: Parameters<typeof contextFiles>[1],
    included: readonly string[],
    reader: SymbolReader,
  ) {
    this.#plan = plan;
    this.#files = files;
    this.#included = included;
    this.#reader = reader;
  }

  of(split: Split): SplitContext | undefined {
    if (this.#plan.context.sources.length === 0) return undefined;
    const context =
      this.#made.get(split) ??
      new SplitContext(this.#plan, contextFiles(this.#plan, this.#files, split, this.#included), this.#reader);
    this.#made.set(split, context);
    return context;
  }

  async dispose(): Promise<void> {
    for (const context of this.#made.values()) await context.dispose();
    this.#made.clear();
  }
}

/** Source files of folders that are shown and never trained on, absolute. */
export async function includedFiles({ includePaths }: ExportPlan, signal: AbortSignal): Promise<readonly string[]> {
  const files: string[] = [];
  for (const folder of includePaths) {
    const { paths } = await listFiles(folder, signal);
    for (const path of paths) {
      const isSource = languageOf({ filetype: '', path }) !== undefined && judgePath(path) === undefined;
      if (isSource) files.push(join(folder, path));
    }
  }
  return files;
}

export class SplitContext {
  readonly #plan: ExportPlan;
  readonly #engine: ContextEngine;
  #started: Promise<void> | undefined;
  #whole: WholeDocument | undefined;

  /** @param files absolute */
  constructor(plan: ExportPlan, files: readonly string[], reader: SymbolReader) {
    this.#plan = plan;
    this.#engine = new ContextEngine({
      reader,
      openDisk: () => diskOf(files, plan.maxFileBytes),
      librariesOf: () => NO_LIBRARIES,
      now: () => performance.now(),
      log: () => undefined,
    });
  }

  /** Begins with a file. @param path absolute; @param text as an editor holds it; @param isCode whether all of it is, where that is known */
  async open(path: string, text: string, isCode?: boolean): Promise<void> {
    this.#started ??= this.#start();
    await this.#started;
    // Which files were looked at before must not count: others have another order.
    this.#engine.project?.recency.clear();
    this.#engine.visit(path);
    // Buffers have no empty last line.
    this.#whole = await this.#engine.whole(path, text.endsWith('\n') ? text.slice(0, -1) : text, isCode);
  }

  /** Never shows a snippet that gives the middle away. */
  readonly ask: AsksContext = async (wanted, hole, signal) => {
    const { root, context } = this.#plan;
    const { situation } = wanted;
    if (this.#whole === undefined) return NO_CONTEXT;
    this.#engine.hold(this.#whole.without(hole.start, hole.end));
    const row = countLineEnds(situation.prefix);
    const col = situation.prefix.length - (situation.prefix.lastIndexOf('\n') + 1);
    const request = contextRequest(wanted, row, col, context.options);
    const asked = {
      ...request,
      path: situation.path,
      sources: context.sources,
      limitMs: Number.MAX_SAFE_INTEGER,
    };
    const { snippets } = await this.#engine.query(asked, signal);
    return contextParts(
      snippets
        .filter(({ text }) => !givesAway(text, hole.middle))
        .map((snippet) => ({ ...snippet, path: this.#way(snippet.path) })),
      root,
      situation,
    );
  };

  /** No more is asked about the file: it is what stands on disk again. */
  close(): void {
    this.#whole?.delete();
    this.#whole = undefined;
    this.#engine.release();
  }

  dispose(): Promise<void> {
    return this.#engine.dispose();
  }

  /** Files of included folders by the way to them: absolute paths are those of this machine. */
  #way(path: string): string {
    const folder = this.#plan.includePaths.find((each) => path.startsWith(`${each}/`));
    return folder === undefined ? path : relative(join(folder, '..'), path).replaceAll('\\', '/');
  }

  async #start(): Promise<void> {
    const { root, maxFileBytes } = this.#plan;
    await this.#engine.start({ root, includePaths: [], secretFiles: [], useOtherFiles: true, maxFileBytes });
    await this.#engine.settled();
    // Git need not be asked what was edited.
    this.#engine.project?.edits.dispose();
  }
}

function diskOf(files: readonly string[], maxBytes: number): ProjectDisk {
  const known = new Set(files);
  return {
    async *list() {
      yield files;
    },
    read: (path) => (known.has(path) ? readText(path, maxBytes) : undefined),
    isWanted: (path) => known.has(path),
    watch: () => ({ close: () => undefined }),
  };
}
