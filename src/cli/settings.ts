/** Options as a command line gives them, as the table that `setup()` would be given. Checks no option: the schema does. */
import { FimError } from '../text/error.ts';

type Table = Record<string, unknown>;

/**
 * One table of `config`, a JSON object, and `settings` over it: `model.target=x`, `debounceMs=0`, `keys.accept=false`, `model.stop=["a"]`.
 * A value that is no JSON is a string.
 * @throws FimError `config` for what is neither
 */
export function rawOptions(config: string, settings: readonly string[]): Table {
  const table = parseTable(config);
  for (const setting of settings) {
    const equals = setting.indexOf('=');
    if (equals <= 0) throw unreadable(`--set ${setting}`, 'Write it as name=value.');
    put(table, setting.slice(0, equals).trim().split('.'), valueIn(setting.slice(equals + 1)));
  }
  return table;
}

function parseTable(config: string): Table {
  const value = parsed(config);
  if (isTable(value)) return value;
  throw unreadable('--config', 'The file has to hold one JSON object.');
}

function isTable(value: unknown): value is Table {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function put(table: Table, path: readonly string[], value: unknown): void {
  const [name = '', ...rest] = path;
  if (rest.length === 0) {
    define(table, name, value);
    return;
  }
  const inner = Object.hasOwn(table, name) ? table[name] : undefined;
  const next: Table = isTable(inner) ? inner : {};
  define(table, name, next);
  put(next, rest, value);
}

/** Not by assignment: `__proto__` is a name like any other. */
function define(table: Table, name: string, value: unknown): void {
  Object.defineProperty(table, name, { value, enumerable: true, configurable: true, writable: true });
}

function valueIn(text: string): unknown {
  const value = parsed(text);
  return value === undefined ? text : value;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function unreadable(what: string, next: string): FimError {
  return new FimError('config', { what: `${what} can't be read.`, next });
}
