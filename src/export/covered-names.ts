/** What a PHP test says it covers, in doc comments and attributes. Pure. */
import type { NamedFile } from './named-file.ts';

/** `@covers \App\Order::total`, `@coversDefaultClass Order`, `#[CoversClass(Order::class)]`, `#[CoversMethod(Order::class, 'total')]`. */
const COVERS =
  /@covers(?:DefaultClass)?\s+(?<tag>\\?[A-Za-z_][\w\\]*)(?:::\S*)?|#\[[^\]]*?\bCovers(?:Class|Method|Trait)\s*\(\s*(?:(?<attribute>\\?[A-Za-z_][\w\\]*)::class|['"](?<quoted>\\{0,2}[A-Za-z_][\w\\]*)['"])/gu;

/** What a text says it covers, as qualified names. */
export function coveredNames(text: string, around: Pick<NamedFile, 'imports' | 'namespace'>): readonly string[] {
  const names = [...text.matchAll(COVERS)].map(({ groups = {} }) => {
    const quoted = groups['quoted']?.replaceAll('\\\\', '\\');
    const written = groups['tag'] ?? groups['attribute'] ?? quoted ?? '';
    return qualified(written, around, quoted !== undefined);
  });
  return [...new Set(names)];
}

/** A name of a doc comment or an attribute as the imports say. Doc comments of old have whole names without a leading `\`. */
function qualified(
  written: string,
  { imports, namespace }: Pick<NamedFile, 'imports' | 'namespace'>,
  isWhole: boolean,
): string {
  if (isWhole || written.startsWith('\\')) return written.replace(/^\\+/u, '');
  const [first = '', ...rest] = written.split('\\');
  const imported = imports.get(first);
  if (imported !== undefined) return [imported, ...rest].join('\\');
  return rest.length > 0 || namespace === '' ? written : `${namespace}\\${written}`;
}
