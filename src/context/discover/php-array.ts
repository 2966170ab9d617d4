/** Reads the arrays of paths that composer writes (`return array('App\\' => array($baseDir . '/src'));`). Runs nothing. */

/** The value of a path expression: `$vendorDir . '/psr/log/src'`. */
const PATH = /(?:(\$vendorDir|\$baseDir|__DIR__)\s*\.\s*)?'((?:[^'\\]|\\.)*)'/gu;
const ENTRY =
  /'((?:[^'\\]|\\.)*)'\s*=>\s*(array\s*\(([^()]*)\)|\[([^[\]]*)\]|(?:\$vendorDir|\$baseDir|__DIR__)\s*\.\s*'(?:[^'\\]|\\.)*')/gu;

/**
 * Keys with their paths.
 * @param folders what `$vendorDir`, `$baseDir` and `__DIR__` stand for: absolute paths
 */
export function pathArray(
  source: string,
  folders: Readonly<Record<'$vendorDir' | '$baseDir' | '__DIR__', string>>,
): ReadonlyMap<string, readonly string[]> {
  const found = new Map<string, readonly string[]>();
  for (const [, key = '', value = ''] of source.matchAll(ENTRY)) {
    const paths = [...value.matchAll(PATH)].map(([, variable, path = '']) =>
      variable === '$vendorDir' || variable === '$baseDir' || variable === '__DIR__'
        ? folders[variable] + unquoted(path)
        : unquoted(path),
    );
    found.set(unquoted(key), paths);
  }
  return found;
}

function unquoted(text: string): string {
  return text.replace(/\\([\\'])/gu, '$1');
}
