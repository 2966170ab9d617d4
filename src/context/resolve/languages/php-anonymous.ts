/** PHP: classes without a name, read from their text: what they inherit from, and, for code that stands in one, what it declares itself. */
import { closingAt, splitOutside } from '../../extract/split.ts';
import type { Found } from '../../project.ts';
import type { Declaration, SymbolKind, Visibility } from '../../symbols.ts';
import type { Scope } from '../scope.ts';
import { typeName } from './php-names.ts';

const NAME = 'class@anonymous';
const HEAD = /\bnew\s+(?:#\[[^\]]*\]\s*)?(?:readonly\s+)?class\b[^{};]*\{/gu;
const MODIFIERS = '(?:(?:public|protected|private|static|readonly|final|abstract|var)\\s+)';
const METHOD = new RegExp(`${MODIFIERS}*function\\s+&?(\\w+)\\s*\\([^{;]*`, 'gu');
const PROPERTY = new RegExp(`${MODIFIERS}+(?:\\??[\\w\\\\|&]+\\s+)?\\$(\\w+)`, 'gu');

/** @param head from `new` to the brace */
export function parentsOf(head: string, body: string, scope: Scope): readonly string[] {
  const after = /\bclass\s*\(/u.test(head) ? head.slice(closingAt(head, head.indexOf('('))) : head;
  const listed = /\b(?:extends|implements)\s+([\w\\\s,]+?)(?=\bimplements\b|\{|$)/gu;
  const traits = [...body.matchAll(/(?:^|[;{}])\s*use\s+([\w\\\s,]+)[;{]/gu)];
  return [...after.matchAll(listed), ...traits].flatMap(([, names = '']) =>
    splitOutside(names, ',').map((name) => typeName(name, scope)),
  );
}

/** The class without a name that the end of `before` stands in; `undefined` where it is in none. */
export function anonymousAt(before: string, scope: Scope): Found | undefined {
  if (!/\bclass\b/u.test(before)) return undefined;
  let found: Found | undefined;
  for (const match of before.matchAll(HEAD)) {
    const open = match.index + match[0].length - 1;
    if (closingAt(before, open) >= before.length) found = classOf(match[0], before.slice(open + 1), scope);
  }
  return found;
}

function classOf(head: string, body: string, scope: Scope): Found {
  const place = { row: 0, endRow: 0, nameRow: 0, qualified: '' };
  const parents = parentsOf(head, body, scope);
  const declaration: Declaration = {
    ...place,
    kind: 'class',
    name: NAME,
    parent: -1,
    signature: 'class',
    extends: parents,
  };
  const member = (kind: SymbolKind, name: string, signature: string): Declaration => {
    const visibility = /\b(?:protected|private)\b/u.exec(signature)?.[0] as Visibility | undefined;
    const type =
      kind === 'property'
        ? /([\w\\|&?]+)\s+\$\w+$/u.exec(signature)?.[1]
        : /\)\s*:\s*([\w\\|&?]+)/u.exec(signature)?.[1];
    return {
      ...place,
      kind,
      name,
      parent: 0,
      signature: signature.replace(/\s+/gu, ' ').trim(),
      ...(visibility === undefined ? {} : { visibility }),
      ...(/\bstatic\b/u.test(signature) ? { isStatic: true } : {}),
      ...(type === undefined || /^(?:public|protected|private|readonly|static|var)$/u.test(type)
        ? {}
        : { type: typeName(type.replace(/^\?/u, ''), scope) }),
    };
  };
  const declarations = [
    declaration,
    ...[...body.matchAll(METHOD)].map(([text, name = '']) => member('method', name, text)),
    ...[...body.matchAll(PROPERTY)].map(([text, name = '']) => member('property', name, text)),
  ];
  const symbols = { ...scope.symbols, declarations, references: [] };
  return { file: { path: '', relative: '', isOwn: true, symbols }, declaration, index: 0 };
}
