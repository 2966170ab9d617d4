/** What a doc comment says of a PHP declaration, with its types qualified. A text that can't be a type says nothing. */
import type { Param } from '../symbols.ts';
import { type DocTag, docTags, isSoundType, splitType } from './docblock.ts';
import { functionHead } from './php-header.ts';
import { isBuiltin, type PhpNames } from './php-names.ts';
import { closingAt } from './split.ts';

export interface VirtualMember {
  readonly kind: 'property' | 'method';
  readonly name: string;
  readonly type: string;
  readonly signature: string;
  readonly isStatic: boolean;
  readonly params: readonly Param[];
  /** 0-based row in the comment. */
  readonly row: number;
}

export interface PhpDoc {
  readonly templates: readonly string[];
  /** What they are at least, in the same order; '' for anything. None where no template has one. */
  readonly bounds: readonly string[];
  /** By name with `$`. */
  readonly params: ReadonlyMap<string, string>;
  readonly returns: string;
  /** Of a property, a constant or a promoted parameter. */
  readonly value: string;
  readonly extends: readonly string[];
  readonly implements: readonly string[];
  readonly traits: readonly string[];
  readonly mixins: readonly string[];
  readonly virtual: readonly VirtualMember[];
}

const NOTHING: PhpDoc = {
  templates: [],
  bounds: [],
  params: new Map(),
  returns: '',
  value: '',
  extends: [],
  implements: [],
  traits: [],
  mixins: [],
  virtual: [],
};

const TEMPLATE = /^template(?:-covariant|-contravariant)?$/u;
/** Longer definitions of a name for a type say more than any reader wants, in UTF-16 units. */
const LONGEST_ALIAS = 120;

/**
 * @param comment with its delimiters; '' for none
 * @param outer templates of the type around
 */
export function readPhpDoc(comment: string, names: PhpNames, outer: ReadonlySet<string>): PhpDoc {
  const tags = docTags(comment);
  if (tags.length === 0) return NOTHING;
  const declared = tags.filter(({ name, text }) => TEMPLATE.test(name) && /^\w/u.test(text)).map(({ text }) => text);
  const templates = declared.map((text) => /^\w+/u.exec(text)?.[0] ?? '');
  const known = templates.length === 0 ? outer : new Set([...outer, ...templates]);
  readAliases(tags, names, known);
  const type = (text: string): string => docType(splitType(text)[0], names, known);
  const all = (wanted: string): readonly string[] =>
    tags
      .filter(({ name }) => name === wanted || name === `template-${wanted}`)
      .map(({ text }) => type(text))
      .filter((text) => text !== '');
  const bounds = declared.map((text) => type(/^\w+\s+(?:of|as)\s+(.+)$/su.exec(text)?.[1] ?? ''));
  return {
    templates,
    bounds: bounds.some((bound) => bound !== '') ? bounds : [],
    params: paramTypes(tags, names, known),
    returns: best(tags, 'return', type),
    value: best(tags, 'var', type),
    extends: all('extends'),
    implements: all('implements'),
    traits: all('use'),
    mixins: all('mixin'),
    virtual: virtualMembers(tags, names, known),
  };
}

/** What the tag says that can be believed most: an analyser's own says more than the plain one. */
function best(tags: readonly DocTag[], wanted: string, type: (text: string) => string): string {
  for (const isExact of [true, false]) {
    for (const tag of tags) {
      const found = tag.name === wanted && tag.isExact === isExact ? type(tag.text) : '';
      if (found !== '') return found;
    }
  }
  return '';
}

function paramTypes(
  tags: readonly DocTag[],
  names: PhpNames,
  templates: ReadonlySet<string>,
): ReadonlyMap<string, string> {
  const params = new Map<string, string>();
  // Those of an analyser come last, and so count.
  for (const isExact of [false, true]) {
    for (const tag of tags) {
      if (tag.name !== 'param' || tag.isExact !== isExact) continue;
      const [written, rest] = splitType(tag.text);
      const name = /^&?(?:\.\.\.)?(\$\w+)/u.exec(rest)?.[1];
      const type = name === undefined ? '' : docType(written, names, templates);
      if (name !== undefined && type !== '') params.set(name, type);
    }
  }
  return params;
}

/** @returns '' for what can't be a type: prose, or brackets that nobody closed */
function docType(written: string, names: PhpNames, templates: ReadonlySet<string>): string {
  if (!isSoundType(written) || written.startsWith('$this->')) return '';
  // `@return the order`: classes don't begin with a small letter.
  const isProse = /^[a-z]\w*$/u.test(written) && !isBuiltin(written) && !templates.has(written);
  return isProse ? '' : names.typeText(written, templates);
}

/** `@phpstan-type Row array{id: int}` gives a name to a type; one from another class is not known here. */
function readAliases(tags: readonly DocTag[], names: PhpNames, templates: ReadonlySet<string>): void {
  for (const { name, text, isExact } of tags) {
    if (!isExact) continue;
    if (name === 'type') {
      const [, alias, definition = ''] = /^(\w+)\s*=?\s*(.+)$/su.exec(text) ?? [];
      if (alias !== undefined) names.alias(alias, shortened(docType(splitType(definition)[0], names, templates)));
    } else if (name === 'import-type') {
      const [, imported, alias] = /^(\w+)\s+from\s+\S+(?:\s+as\s+(\w+))?/u.exec(text) ?? [];
      if (imported !== undefined) names.alias(alias ?? imported, 'mixed');
    }
  }
}

function shortened(type: string): string {
  if (type !== '' && type.length <= LONGEST_ALIAS) return type;
  return /^(?:non-empty-)?(?:array|list)\b/u.test(type) ? 'array' : 'mixed';
}

/** An analyser's own tag stands for the plain one of the same name. */
function virtualMembers(
  tags: readonly DocTag[],
  names: PhpNames,
  templates: ReadonlySet<string>,
): readonly VirtualMember[] {
  const members = new Map<string, VirtualMember>();
  for (const tag of tags) {
    const member = virtualOf(tag, names, templates);
    const key = `${member?.kind} ${member?.name}`;
    if (member !== undefined && (tag.isExact || !members.has(key))) members.set(key, member);
  }
  return [...members.values()];
}

function virtualOf(tag: DocTag, names: PhpNames, templates: ReadonlySet<string>): VirtualMember | undefined {
  if (tag.name === 'method') return virtualMethod(tag, names, templates);
  return /^property(?:-read|-write)?$/u.test(tag.name) ? virtualProperty(tag, names, templates) : undefined;
}

function virtualProperty(
  { text, row }: DocTag,
  names: PhpNames,
  templates: ReadonlySet<string>,
): VirtualMember | undefined {
  const isUntyped = text.startsWith('$');
  const [written, rest] = isUntyped ? ['', text] : splitType(text);
  const name = /^\$(\w+)/u.exec(rest)?.[1];
  if (name === undefined) return undefined;
  const signature = `public ${written === '' ? '' : `${written} `}$${name}`;
  return {
    kind: 'property',
    name,
    type: docType(written, names, templates),
    signature,
    isStatic: false,
    params: [],
    row,
  };
}

/** `static` in front is a modifier where a type and a name, or a name alone, follow it. */
const STATIC = /^static\s+(?=\S[^(]*?\s\w+\s*[(<]|\w+\s*\()/u;
const CALL = /^(\w+)\s*(<[^(]*>)?\s*(\([\s\S]*)$/u;

function virtualMethod({ text, row }: DocTag, names: PhpNames, outer: ReadonlySet<string>): VirtualMember | undefined {
  const modifier = STATIC.exec(text)?.[0] ?? '';
  const plain = text.slice(modifier.length);
  const [written, rest] = /^\w+\s*\(/u.test(plain) ? ['', plain] : splitType(plain);
  const call = CALL.exec(rest);
  if (call === null) return undefined;
  const [, called = '', generics = '', list = '()'] = call;
  const own = generics.match(/(?<=[<,]\s*)\w+/gu) ?? [];
  const templates = own.length === 0 ? outer : new Set([...outer, ...own]);
  // What stands behind the parameters is prose.
  const head = functionHead(`function ${called}${list.slice(0, closingAt(list, 0))})`, names, templates, true);
  if (head === undefined) return undefined;
  const isStatic = modifier !== '';
  return {
    kind: 'method',
    name: head.name,
    type: docType(written, names, templates),
    signature: `public ${isStatic ? 'static ' : ''}${head.signature}${written === '' ? '' : `: ${written}`}`,
    isStatic,
    params: head.params.map(plainParam),
    row,
  };
}

/** Without what only the reader of the head wants to know. */
export function plainParam({ name, type, isOptional, isVariadic }: Param): Param {
  return {
    name,
    ...(type === undefined ? {} : { type }),
    ...(isOptional === true ? { isOptional } : {}),
    ...(isVariadic === true ? { isVariadic } : {}),
  };
}
