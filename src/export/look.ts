/** Looks at one file after the other: what it is by itself, and what has to be known of it to hold it against the others. Keeps no texts. */
import type { SymbolReader } from '../context/index/reader.ts';
import type { FileSymbols } from '../context/symbols.ts';
import { languageOf } from '../syntax/registry.ts';
import { isScriptTest } from './counterparts.ts';
import { coveredNames } from './covered-names.ts';
import { judgePath, tokensOf } from './judge.ts';
import { licenceIn } from './licence.ts';
import type { NamedFile } from './named-file.ts';
import type { ExportPlan } from './plan.ts';
import { minHash, shinglesOf } from './shingles.ts';
import { type Refused, readSource } from './source-reader.ts';
import { NO_CASES, testCases } from './test-cases.ts';

export interface LookedAt {
  /** Of the bytes of the file. */
  readonly sha256: string;
  readonly bytes: number;
  /** As it says itself; '' where it does not. */
  readonly license: string;
  /** Kinds of the secrets that are masked, each once. */
  readonly masked: readonly string[];
  /** Only where near-duplicates are looked for. */
  readonly signature: Uint32Array | undefined;
  /** Only where tests are looked for. */
  readonly named: NamedFile | undefined;
}

const TYPES: ReadonlySet<string> = new Set(['class', 'interface', 'trait', 'enum', 'struct']);

export class Looker {
  readonly #plan: ExportPlan;
  readonly #tokens: RegExp;
  readonly #reader: SymbolReader;

  /** @param reader stays whole: whoever made it disposes of it */
  constructor(plan: ExportPlan, reader: SymbolReader) {
    this.#plan = plan;
    this.#tokens = tokensOf(plan.family);
    this.#reader = reader;
  }

  /** @param path relative, with `/` */
  async look(path: string): Promise<LookedAt | Refused> {
    const reason = judgePath(path);
    if (reason !== undefined) return { reason };
    const source = await readSource(this.#plan, path, this.#tokens);
    if ('reason' in source) return source;
    const { text, sha256, bytes, masked } = source;
    return {
      sha256,
      bytes,
      license: licenceIn(text),
      masked,
      signature: this.#plan.dedup === undefined ? undefined : minHash(shinglesOf(text)),
      named: this.#plan.testedOnly ? await this.#named(path, text) : undefined,
    };
  }

  async #named(path: string, text: string): Promise<NamedFile | undefined> {
    const language = languageOf({ filetype: '', path });
    if (language === undefined) return undefined;
    await this.#reader.load(language);
    return namedFile(path, text, this.#reader.readTypes(language, text, path));
  }
}

/** What a file declares, imports and covers, so that tests can be told from what they test. */
function namedFile(path: string, text: string, { imports: list, declarations, namespace }: FileSymbols): NamedFile {
  const { required, hasCases, titles } = isScriptTest(path) ? testCases(text) : NO_CASES;
  const imports = new Map([
    ...required.map((from) => [from, from] as const),
    ...list.map(({ alias, name, from }) => [alias, from ?? name] as const),
  ]);
  const types = declarations.filter(({ kind, parent }) => parent < 0 && TYPES.has(kind));
  return {
    path,
    types: types.map((type) => type.qualified),
    imports,
    namespace,
    covers: coveredNames(text, { imports, namespace }),
    isContract: types.length > 0 && types.every(({ kind }) => kind === 'interface'),
    hasCases,
    titles,
  };
}
