/** What a doc comment says of a PHP declaration, with its types qualified. */
import type { Param } from '../symbols.ts';
import { type DocTag, docTags, splitType } from './docblock.ts';
import { functionHead } from './php-header.ts';
import { isBuiltin, type PhpNames } from './php-names.ts';

export interface VirtualMember {
  readonly kind: 'property' | 'method';
  readonly name: string;
  readonly type: string;
  readonly signature: string;
  readonly isStatic: boolean;
  readonly params: readonly Param[];
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

const EMPTY: PhpDoc = {
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

/**
 * @param comment with its delimiters; '' for none
 * @param outer templates of the type around
 */
export function readPhpDoc(comment: string, names: PhpNames, outer: ReadonlySet<string>): PhpDoc {
  const tags = docTags(comment);
  if (tags.length === 0) return EMPTY;
  const declared = tags.filter(({ name, text }) => TEMPLATE.test(name) && /^\w/u.test(text)).map(({ text }) => text);
  const templates = declared.map((text) => /^\w+/u.exec(text)?.[0] ?? '');
  const known = new Set([...outer, ...templates]);
  const type = (text: string): string => names.typeText(text, known);
  const all = (...wanted: readonly string[]): readonly string[] =>
    tags.filter(({ name }) => wanted.includes(name)).map(({ text }) => type(splitType(text)[0]));
  const one = (name: string): string => {
    const text = best(tags, name);
    return text === undefined ? '' : type(splitType(text)[0]);
  };
  const params = new Map<string, string>();
  for (const isExact of [false, true]) {
    for (const tag of tags) {
      if (tag.name !== 'param' || tag.isExact !== isExact) continue;
      const [written, rest] = splitType(tag.text);
      const name = /^&?(?:\.\.\.)?(\$\w+)/u.exec(rest)?.[1];
      if (name !== undefined && written !== '') params.set(name, type(written));
    }
  }
  const bounds = declared.map((text) => {
    const bound = /^\w+\s+(?:of|as)\s+(.+)$/su.exec(text)?.[1];
    return bound === undefined ? '' : type(splitType(bound)[0]);
  });
  return {
    templates,
    bounds: bounds.some((bound) => bound !== '') ? bounds : [],
    params,
    returns: one('return'),
    value: one('var'),
    extends: all('extends', 'template-extends'),
    implements: all('implements', 'template-implements'),
    traits: all('use', 'template-use'),
    mixins: all('mixin'),
    virtual: tags.flatMap((tag) => virtualOf(tag, names, known)),
  };
}

/** An analyser's own tag says more than the plain one. */
function best(tags: readonly DocTag[], wanted: string): string | undefined {
  const found = tags.filter(({ name }) => name === wanted);
  return (found.find(({ isExact }) => isExact) ?? found[0])?.text;
}

function virtualOf({ name, text }: DocTag, names: PhpNames, templates: ReadonlySet<string>): readonly VirtualMember[] {
  if (name === 'property' || name === 'property-read' || name === 'property-write') {
    const [written, rest] = splitType(text);
    const variable = /^\$(\w+)/u.exec(rest)?.[1] ?? /^\$(\w+)$/u.exec(written)?.[1];
    if (variable === undefined) return [];
    const type = written.startsWith('$') ? '' : names.typeText(written, templates);
    const signature = `public ${written.startsWith('$') ? '' : `${written} `}$${variable}`;
    return [{ kind: 'property', name: variable, type, signature, isStatic: false, params: [] }];
  }
  if (name !== 'method') return [];
  const isStatic = /^static\s+(?=\S+\s+\w+\s*[(<])/u.test(text) || /^static\s+\w+\s*\(/u.test(text);
  const plain = isStatic ? text.replace(/^static\s+/u, '') : text;
  const [written, rest] = /^\w+\s*\(/u.test(plain) ? ['', plain] : splitType(plain);
  const call = /^(\w+)\s*(?:<[^(]*>)?\s*(\([\s\S]*)$/u.exec(rest);
  if (call === null) return [];
  const head = functionHead(`function ${call[1]}${balanced(call[2] ?? '()')}`, names, templates);
  if (head === undefined) return [];
  const signature = `public ${isStatic ? 'static ' : ''}${head.signature}${written === '' ? '' : `: ${written}`}`;
  const type = written === '' ? '' : names.typeText(written, templates);
  const params = head.params.map(({ signature: _, promoted: __, ...param }) => param);
  return [{ kind: 'method', name: head.name, type, signature, isStatic, params }];
}

/** `(int $a) says what it does` → `(int $a)`. */
function balanced(text: string): string {
  let depth = 0;
  for (let at = 0; at < text.length; at++) {
    if (text[at] === '(') depth++;
    else if (text[at] === ')' && --depth === 0) return text.slice(0, at + 1);
  }
  return `${text})`;
}

const VAGUE: ReadonlySet<string> = new Set([
  '',
  'array',
  'iterable',
  'object',
  'mixed',
  'callable',
  'string',
  'self',
  'Closure',
  'Traversable',
  'Iterator',
  'Generator',
  'class-string',
]);

/** Which of two types says more: the native one is certain, the comment's may know what is inside, or which class it is. */
export function betterType(native: string, doc: string): string {
  if (doc === '' || native === doc) return native;
  if (native === '') return doc;
  const bare = native.replace(/\|null$|^null\|/u, '');
  if (VAGUE.has(bare)) return doc;
  const namesClass = doc.split(/[^\w\\$-]+/u).some((word) => word !== '' && !isBuiltin(word) && word !== 'null');
  const namesSelf = /(?:^|\|)(?:\$this|static)(?:\||$)/u.test(doc);
  return /[<[{]/u.test(doc) || namesClass || namesSelf ? doc : native;
}
