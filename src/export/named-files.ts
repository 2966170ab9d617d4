/** Reads what files declare, import and cover, so that tests can be told from what they test. Keeps no texts. */
import { SymbolReader } from '../context/index/reader.ts';
import type { FileSymbols } from '../context/symbols.ts';
import { languageOf } from '../syntax/registry.ts';
import { coveredNames } from './covered-names.ts';
import { tokensOf } from './judge.ts';
import type { NamedFile } from './named-file.ts';
import type { ExportPlan, Progress } from './plan.ts';
import { readSource } from './source-reader.ts';

const TYPES: ReadonlySet<string> = new Set(['class', 'interface', 'trait', 'enum', 'struct']);

export async function namedFiles(
  plan: ExportPlan,
  paths: readonly string[],
  signal: AbortSignal,
  progress: Progress,
): Promise<readonly NamedFile[]> {
  const reader = new SymbolReader(plan.grammarsDir);
  const tokens = tokensOf(plan.family);
  const named: NamedFile[] = [];
  for (const [at, path] of paths.entries()) {
    signal.throwIfAborted();
    progress('tests', at, paths.length);
    const read = await readSource(plan, path, tokens);
    const language = languageOf({ filetype: '', path });
    if ('reason' in read || language === undefined) continue;
    await reader.load(language);
    named.push(namedFile(path, read.text, reader.read(language, read.text, path)));
  }
  return named;
}

function namedFile(path: string, text: string, { imports: list, declarations, namespace }: FileSymbols): NamedFile {
  const imports = new Map(list.map(({ alias, name, from }) => [alias, from ?? name]));
  const types = declarations.filter(({ kind, parent }) => parent < 0 && TYPES.has(kind));
  return {
    path,
    types: types.map((type) => type.qualified),
    imports,
    namespace,
    covers: coveredNames(text, { imports, namespace }),
    isContract: types.length > 0 && types.every(({ kind }) => kind === 'interface'),
  };
}
