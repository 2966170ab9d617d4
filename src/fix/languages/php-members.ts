/** Methods of PHP with the smallest bodies that their types allow. */
import type { MissingMember } from '../../context/service.ts';
import type { MemberStyle } from './language.ts';

export function phpMembers(text: string): readonly MemberStyle[] {
  const isBeside = /function\s+\w+\([^()\n]*\)[^{;\n]*\{[ \t]*$/mu.test(text);
  return [(member) => method(member, isBeside)];
}

function method(member: MissingMember, isBeside: boolean): readonly string[] | undefined {
  if (member.kind !== 'method') return undefined;
  const body = bodyOf(member);
  if (body === undefined) return undefined;
  const plain = member.signature.replace(/\babstract\s+/u, '');
  const signature = /^(?:final\s+)?(?:public|protected|private)\b/u.test(plain) ? plain : `public ${plain}`;
  const inside = body.map((line) => (line === '' ? '' : `\t${line}`));
  return isBeside ? [`${signature} {`, ...inside, '}'] : [signature, '{', ...inside, '}'];
}

/** @returns no line for a body that needs none; `undefined`: there is no value of the type at hand */
function bodyOf(member: MissingMember): readonly string[] | undefined {
  const native = /\)\s*:\s*([^)]+)$/u.exec(member.signature)?.[1]?.trim();
  const told = native ?? member.type;
  if (told === '' || /^void$/iu.test(told)) return [];
  if (/^\\?(?:Generator|iterable<)/iu.test(told)) return ['yield from [];'];
  const value = valueFor(told, member);
  if (value === undefined) return undefined;
  // Only what has a name is returned by reference.
  const isByReference = /\bfunction\s*&/u.test(member.signature) && !value.startsWith('$');
  return isByReference ? [`$value = ${value};`, '', 'return $value;'] : [`return ${value};`];
}

const VALUES: Readonly<Record<string, string>> = {
  bool: 'false',
  false: 'false',
  true: 'true',
  int: '0',
  float: '0.0',
  string: "''",
  array: '[]',
  list: '[]',
  iterable: '[]',
  mixed: 'null',
  null: 'null',
  callable: 'static fn () => null',
  closure: 'static fn () => null',
  object: 'new \\stdClass()',
  traversable: 'new \\ArrayIterator([])',
  iterator: 'new \\ArrayIterator([])',
};

function valueFor(type: string, member: MissingMember): string | undefined {
  const { isStatic, returnsSelf, fromParam, fromProperty, isSelfMade, made } = member;
  const parts = type
    .replace(/<.*>/su, '')
    .split('|')
    .map((part) => part.trim().toLowerCase().replace(/^\\/u, ''));
  if (type.startsWith('?') || parts.includes('null') || parts.includes('void')) return 'null';
  for (const part of parts) {
    const known = part.endsWith('[]') || part.startsWith('array{') ? '[]' : VALUES[part];
    if (known !== undefined) return known;
  }
  const isSelf = returnsSelf || parts.some((part) => /^(?:static|self|\$this)$/u.test(part));
  if (isSelf && !isStatic) return '$this';
  if (fromParam !== '') return fromParam;
  if (fromProperty !== '' && !isStatic) return `$this->${fromProperty}`;
  if (isSelf && isSelfMade) return 'new static()';
  if (made === undefined) return undefined;
  return made.caseName === '' ? `new ${made.type}()` : `${made.type}::${made.caseName}`;
}
