/** PHP: which class a name in code stands for, by imports, namespace and what the project has. */
import type { Scope } from '../scope.ts';

const SELF: ReadonlySet<string> = new Set(['self', 'static', '$this']);

/** A class in code → its qualified name. One that is not imported (yet) is the only one of that name in the project. */
export function typeName(name: string, scope: Scope): string {
  const { symbols, project, self } = scope;
  const lower = name.toLowerCase();
  if (SELF.has(lower)) return self === undefined ? '' : scope.as || self.declaration.qualified || self.declaration.name;
  if (lower === 'parent') return self?.declaration.extends?.[0] ?? '';
  if (name.startsWith('\\')) return aliasOf(name.slice(1), scope);
  const [first = '', ...rest] = name.split('\\');
  const imported = symbols.imports.find(
    ({ kind, alias }) => kind === 'type' && alias.toLowerCase() === first.toLowerCase(),
  );
  if (imported !== undefined) return aliasOf([imported.name, ...rest].join('\\'), scope);
  const local = symbols.namespace === '' ? name : `${symbols.namespace}\\${name}`;
  if (project.type(local) !== undefined) return local;
  if (rest.length > 0) return local;
  // Built in: `new DateTime` in a namespace is a mistake that is about to be mended by an import.
  const named = project.typesNamed(name);
  const [only] = named;
  if (named.length === 1 && only !== undefined) return only.declaration.qualified;
  return project.type(name) === undefined ? local : name;
}

/** A name without a namespace that nothing declares is an alias that a framework makes: of the only class of that name, or of the only facade. */
function aliasOf(qualified: string, { project }: Scope): string {
  if (qualified.includes('\\') || project.type(qualified) !== undefined) return qualified;
  const named = project.typesNamed(qualified);
  const facades = named.filter(({ declaration }) => /\\Facades?\\/u.test(declaration.qualified));
  const [only, ...others] = facades.length > 0 ? facades : named;
  return only === undefined || others.length > 0 ? qualified : only.declaration.qualified;
}

/** The class that an argument names: `Order::class`, or a qualified name as a text, as older code has it. */
export function classArgument(argument: string, scope: Scope): string {
  const name = /^(\\?[\w\\]+)::class$/u.exec(argument)?.[1];
  if (name !== undefined) return typeName(name, scope);
  return /^['"]\\*([\w]+(?:\\{1,2}\w+)+)['"]$/u.exec(argument)?.[1]?.replaceAll('\\\\', '\\') ?? '';
}

/** A type of a comment in code, with its classes qualified. */
export function docType(text: string, scope: Scope): string {
  return text.replace(/\$?[\\A-Za-z_][\w\\-]*/gu, (name) => (/^[a-z$-]+$/u.test(name) ? name : typeName(name, scope)));
}
