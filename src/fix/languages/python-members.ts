/** Methods of Python with the smallest bodies that their types allow. */
import type { MissingMember } from '../../context/service.ts';
import type { MemberStyle } from './language.ts';

export function pythonMembers(): readonly MemberStyle[] {
  return [memberOf];
}

function memberOf(member: MissingMember): readonly string[] | undefined {
  const { name, kind, type, decorators, signature } = member;
  const isDef = /^(?:async\s+)?def\b/u.test(signature);
  if (!isDef && kind !== 'property') return undefined;
  const head = isDef ? signature : `def ${name}(self)${type === '' ? '' : ` -> ${type}`}`;
  const body = bodyOf(/->\s*(.+)$/u.exec(head)?.[1]?.trim() ?? '', member);
  return body === undefined ? undefined : [...decorators, `${head}:`, `\t${body}`];
}

const VALUES: Readonly<Record<string, string>> = {
  bool: 'False',
  int: '0',
  float: '0.0',
  str: '""',
  bytes: 'b""',
  list: '[]',
  List: '[]',
  dict: '{}',
  Dict: '{}',
  Mapping: '{}',
  MutableMapping: '{}',
  set: 'set()',
  Set: 'set()',
  frozenset: 'frozenset()',
  Iterable: '[]',
  Sequence: '[]',
  Collection: '[]',
  Iterator: 'iter(())',
  Any: 'None',
  object: 'None',
  Optional: 'None',
};

function bodyOf(type: string, member: MissingMember): string | undefined {
  const { returnsSelf, fromParam, fromProperty, isStatic, isSelfMade, decorators, made } = member;
  const plain = type.replace(/^["']|["']$/gu, '');
  if (plain === '' || plain === 'None') return 'pass';
  const parts = plain.split(/\|(?![^[]*\])/u).map((part) => part.trim());
  if (parts.includes('None')) return 'return None';
  for (const part of parts) {
    const value = VALUES[/^(?:typing\.|t\.)?(\w+)/u.exec(part)?.[1] ?? ''];
    if (value !== undefined) return `return ${value}`;
    if (/^tuple\[.*\.\.\.\]$/iu.test(part)) return 'return ()';
  }
  const isSelf = returnsSelf || parts.includes('Self');
  const isOfClass = decorators.includes('@classmethod');
  if (isSelf && isOfClass && isSelfMade) return 'return cls()';
  if (isSelf && !isStatic && !isOfClass) return 'return self';
  if (fromParam !== '') return `return ${fromParam}`;
  if (fromProperty !== '' && !isStatic && !isOfClass) return `return self.${fromProperty}`;
  if (/^(?:typing\.|t\.|collections\.abc\.)?Generator\b/u.test(plain)) return 'yield from ()';
  if (made === undefined) return undefined;
  return made.caseName === '' ? `return ${made.type}()` : `return ${made.type}.${made.caseName}`;
}
