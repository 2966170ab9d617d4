/** PHP: classes that hand calls on to another object by `__call` and `__callStatic`: which object that is, read from the code of those. */

import { closingAt, splitOutside } from '../../extract/split.ts';
import type { Found } from '../../project.ts';
import type { Declaration } from '../../symbols.ts';
import { type Instance, isKindOf } from '../hierarchy.ts';
import { type Infer, memberOf } from '../infer.ts';
import { receiverStart } from '../member-access.ts';
import { rowsOf } from '../rows.ts';
import { deeper, type Scope } from '../scope.ts';
import { alternatives } from '../type-text.ts';
import { classArgument } from './php-names.ts';
import { PHP_SYNTAX } from './php-syntax.ts';

/** Calls of a helper that hands on: the first argument is who is called. */
const HELPERS = /\b(?:forwardCallTo|forwardDecoratedCallTo)\(/gu;
const CALLS = /\bcall_user_func_array\(\s*\[/gu;
/** What a facade of a container is for: a class, or its name in the container. */
const ACCESSOR = 'getFacadeAccessor';

/** Whoever does not know a method takes it for one that gives the object back: `__call` ends with `return $this`. */
export function isFluent(instance: Instance, scope: Scope): boolean {
  const found = memberOf(instance, '__call', true, scope);
  return found !== undefined && /\breturn\s+\$this\s*;\s*\}\s*$/u.test(codeOf(found.member, scope));
}

/** Classes whose objects are doubles, and what a test needs to have written to make one. */
const DOUBLES = [
  {
    type: 'PHPUnit\\Framework\\MockObject\\MockObject',
    made: /\b(?:createMock|getMockBuilder|createPartialMock|createConfiguredMock)\b/u,
  },
  { type: 'Mockery\\MockInterface', made: /\b(?:Mockery|m)::(?:mock|spy)\b|->(?:mock|partialMock|spy)\(/u },
] as const;
const TEST = 'PHPUnit\\Framework\\TestCase';

/** In a test that makes doubles any object of another class may be one. */
function doublesOf(type: string, { self, project }: Scope): readonly string[] {
  if (self === undefined || type === (self.declaration.qualified || self.declaration.name)) return [];
  const text = project.text(self.file.path) ?? '';
  const found = DOUBLES.filter(({ made, type: double }) => made.test(text) && project.type(double) !== undefined);
  return found.length > 0 && isKindOf(self, TEST, project) ? found.map((double) => double.type) : [];
}

/** @param type of the object or class, as a text; @returns types, most likely first */
export function lent(
  instance: Instance,
  type: string,
  isStatic: boolean,
  scope: Scope,
  infer: Infer,
): readonly string[] {
  const doubles = isStatic ? [] : doublesOf(type, scope);
  const found = memberOf(instance, isStatic ? '__callStatic' : '__call', true, scope);
  if (found === undefined) return doubles;
  const { member, owner } = found;
  const text = codeOf(member, scope);
  const inside = (before: string): Scope => ({
    ...deeper(scope, before),
    symbols: member.file.symbols,
    params: member.declaration.params ?? [],
    self: owner.found,
    as: type,
  });
  const types = new Set<string>();
  for (const { expression, at } of receiversIn(text, member.declaration)) {
    for (const part of alternatives(infer(expression, inside(text.slice(0, at))))) {
      // `(new static)->$method(…)`: the same class, but now as an object.
      if (part !== type || isStatic) types.add(part);
    }
  }
  if (isStatic) for (const part of facadeOf(instance, scope)) types.add(part);
  types.delete('');
  return [...types, ...doubles];
}

/** Expressions that the method with the name in the first parameter is called on. */
function receiversIn(text: string, { params = [] }: Declaration): readonly { expression: string; at: number }[] {
  const found: { expression: string; at: number }[] = [];
  const add = (expression: string, at: number): void => void found.push({ expression: expression.trim(), at });
  for (const pattern of [HELPERS, CALLS]) {
    for (const match of text.matchAll(pattern)) {
      const open = match.index + match[0].length - 1;
      add(splitOutside(text.slice(open + 1, closingAt(text, open)), ',')[0] ?? '', match.index);
    }
  }
  const name = params[0]?.name.replace('$', '\\$');
  if (name === undefined) return found;
  for (const match of text.matchAll(new RegExp(`(?:\\?->|->|::)(?:${name}|\\{${name}\\})\\s*\\(`, 'gu'))) {
    const front = text.slice(0, match.index);
    const start = receiverStart(front, PHP_SYNTAX);
    const expression = front.slice(start).trim();
    if (expression !== '$this' && expression !== '') add(expression, start);
  }
  return found;
}

function facadeOf(instance: Instance, scope: Scope): readonly string[] {
  const found = memberOf(instance, ACCESSOR, true, scope);
  if (found === undefined || found.owner.found.declaration !== instance.found.declaration) return [];
  const { member, owner } = found;
  const inside = { ...scope, symbols: member.file.symbols, self: owner.found };
  const returned = /\breturn\s+([^;]+);/u.exec(codeOf(member, scope))?.[1]?.trim() ?? '';
  const named = classArgument(returned, inside);
  if (named !== '') return [named];
  // `@see` names the class behind it.
  const { row, nameRow } = owner.found.declaration;
  const lines = rowsOf(scope.project.text(owner.found.file.path) ?? '', row, nameRow - 1);
  return [...lines.matchAll(/@see\s+\\?([\w\\]+)/gu)].flatMap(([, name = '']) =>
    scope.project.type(name) === undefined ? [] : [name],
  );
}

function codeOf({ file, declaration }: Found, { project }: Scope): string {
  return rowsOf(project.text(file.path) ?? '', declaration.nameRow, declaration.endRow);
}
