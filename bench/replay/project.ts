/** The project as it was at a commit, in the instant engine's own index: moved from commit to commit by the blobs that differ, without a checkout. */
import { Corpus } from '../../src/model/instant/corpus.ts';
import { kindOf } from '../../src/model/instant/kinds.ts';
import { rulesOf } from '../../src/model/instant/rules.ts';
import { runAtOnce } from '../../src/model/instant/slices.ts';
import { TokenIndexBuilder } from '../../src/model/instant/token-index.ts';
import type { History, Texts } from '../retrieval/history.ts';
import { isOwn, LARGEST_FILE } from '../retrieval/kinds.ts';

export class InstantProject {
  readonly #history: History;
  readonly #texts: Texts;
  /** By kind of language, as the product has them. */
  readonly #corpora = new Map<string, Corpus>();
  /** Path → text. */
  readonly #files = new Map<string, string>();
  #tree: ReadonlyMap<string, string> = new Map();

  constructor(history: History, texts: Texts) {
    this.#history = history;
    this.#texts = texts;
  }

  /** Moves to the tree of a revision. */
  async moveTo(revision: string): Promise<void> {
    const tree = await this.#history.tree(revision);
    for (const path of this.#tree.keys()) if (!tree.has(path)) this.#remove(path);
    for (const [path, blob] of tree) {
      if (!isOwn(path) || this.#tree.get(path) === blob) continue;
      const text = (await this.#texts.read(blob)).replaceAll('\r\n', '\n');
      if (text.length > LARGEST_FILE || text.includes('\0')) this.#remove(path);
      else this.#put(path, text);
    }
    this.#tree = tree;
  }

  /** What is known for a file. @param path from the root */
  corpus(path: string): Corpus {
    const kind = kindIn(path);
    const known = this.#corpora.get(kind);
    if (known !== undefined && !known.isStale) return known;
    const builder = new TokenIndexBuilder(rulesOf(kind));
    for (const [other, text] of this.#files) if (kindIn(other) === kind) builder.add({ path: other, text });
    const corpus = new Corpus(rulesOf(kind), runAtOnce(builder.finish()));
    this.#corpora.set(kind, corpus);
    return corpus;
  }

  #put(path: string, text: string): void {
    this.#files.set(path, text);
    this.#corpora.get(kindIn(path))?.put({ path, text });
  }

  #remove(path: string): void {
    this.#files.delete(path);
    this.#corpora.get(kindIn(path))?.remove(path);
  }
}

function kindIn(path: string): string {
  return kindOf(path, '')[0] ?? '';
}
