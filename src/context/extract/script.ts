/** Symbols of TypeScript and JavaScript, from what `symbols.scm` names. What a head says is read from its text; no tree is walked. */
import type { Capture } from '../../syntax/symbol-parser.ts';
import type { FileSymbols, Import, Param, SymbolKind } from '../symbols.ts';
import { type Draft, Drafts, given, type Item, itemsOf } from './captured.ts';
import { blanked } from './code-text.ts';
import { type DocTag, docTags } from './docblock.ts';
import { importedUses } from './imported-uses.ts';
import { docCommentBefore } from './php-text.ts';
import { LONGEST_VALUE, MOST_VALUES, param, pieces, valueAt } from './pieces.ts';
import { rowsIn } from './rows.ts';
import { scriptExports } from './script-exports.ts';
import { requiredImports, scriptImports } from './script-imports.ts';
import {
  annotation,
  docParam,
  docType,
  heritageOf,
  inside,
  memberFlags,
  SCRIPT_STRINGS,
  signatureOf,
  withoutComments,
  withoutDecorators,
} from './script-text.ts';
import { oneLine, splitOutside } from './split.ts';

const TYPES: Readonly<Record<string, SymbolKind>> = {
  class: 'class',
  interface: 'interface',
  enum: 'enum',
  'type-alias': 'type',
  module: 'module',
};
const MODIFIERS =
  /^(?:(?:export|default|declare|public|private|protected|static|abstract|override|readonly|async|accessor|get|set)\s+)*/u;
/** Say nothing of what else may be there. */
const TELLS_NOTHING = /^(?:null|undefined|\[\]|\{\}|void 0|)$/u;
/** A longer definition of a type is cut, in UTF-16 units. */
const LONGEST_ALIAS = 120;
/** So far in front of a declaration its first words are looked for, in UTF-16 units. */
const LONGEST_LEAD = 300;
/** Decorators and words in front of a declaration. */
const LEAD =
  /(?:@[\w$.]+(?:\([^()]*(?:\([^()]*\)[^()]*)*\))?\s+)*(?:\b(?:export|default|declare|abstract|async|const|let|var)\s+)*$/u;

export function scriptSymbols(language: string, text: string, captures: readonly Capture[]): FileSymbols {
  return new ScriptReader(language, text, captures).read();
}

class ScriptReader {
  readonly #language: string;
  readonly #text: string;
  /** The text without comments, at the same offsets. */
  readonly #code: string;
  readonly #captures: readonly Capture[];
  readonly #rowOf: (offset: number) => number;
  readonly #found: Drafts;
  readonly #imports: Import[] = [];
  readonly #importRanges: Capture[] = [];

  constructor(language: string, text: string, captures: readonly Capture[]) {
    this.#language = language;
    this.#text = text;
    this.#captures = captures;
    this.#code = withoutComments(text);
    this.#rowOf = rowsIn(text);
    this.#found = new Drafts(this.#code, this.#rowOf);
  }

  read(): FileSymbols {
    for (const item of itemsOf(this.#captures)) this.#take(item);
    const exports = scriptExports(this.#code);
    return {
      language: this.#language,
      namespace: '',
      imports: this.#imports,
      ...(exports.length > 0 ? { exports } : {}),
      declarations: this.#found.all,
      references: importedUses(blanked(this.#code, SCRIPT_STRINGS), this.#imports, this.#importRanges, this.#rowOf),
    };
  }

  #take(item: Item): void {
    const { name } = item.capture;
    if (name === 'import') this.#import(item.capture);
    else if (TYPES[name] !== undefined) this.#type(item, TYPES[name]);
    else if (name === 'function') this.#function(item, 'function', false);
    else if (name === 'method' && this.#isMember(item)) this.#function(item, 'method', true);
    else if (name === 'property' && this.#isMember(item)) this.#property(item);
    else if (name === 'case' && this.#isMember(item)) this.#case(item);
    else if (name === 'variable') this.#variable(item);
  }

  #isMember(item: Item): boolean {
    return this.#found.parentOf(item) >= 0;
  }

  #import(capture: Capture): void {
    this.#importRanges.push(capture);
    this.#imports.push(...this.#importsIn(capture));
  }

  #importsIn(capture: Capture): readonly Import[] {
    return scriptImports(this.#code.slice(capture.start, capture.end), capture.row);
  }

  /** A part in front of another one: behind it begins what belongs to something inside. */
  #headText(parts: Item['parts'], name: string, before: string): string {
    const [part, next] = [parts.get(name), parts.get(before)];
    return part === undefined || (next !== undefined && part.start >= next.start) ? '' : this.#found.text(part);
  }

  #nameOf(item: Item): string {
    return this.#found.text(item.parts.get('name')).replace(/^(['"])(.*)\1$/su, '$2');
  }

  #type(item: Item, kind: SymbolKind): void {
    const name = this.#nameOf(item);
    if (name === '') return;
    const end = item.parts.get('body')?.start ?? item.capture.end;
    const lead = this.#leadOf(item);
    const head = this.#code.slice(item.capture.start, kind === 'type' ? item.capture.end : end);
    const nameEnd = (item.parts.get('templates') ?? item.parts.get('name'))?.end ?? item.capture.start;
    const heritage = this.#code.slice(nameEnd, end).replace(/\{[\s\S]*$/u, '');
    const isAlias = kind === 'type';
    const value = isAlias ? this.#found.text(item.parts.get('value')) : '';
    const isShape = value.trimStart().startsWith('{');
    this.#found.add(item, kind, name, signatureOf(isAlias && isShape ? head.slice(0, head.indexOf('=')) : head), {
      ...this.#place(item, lead),
      ...(/\babstract\s/u.test(head.slice(0, 40)) ? { isAbstract: true } : {}),
      ...given('extends', isAlias ? [] : heritageOf(heritage, 'extends')),
      ...given('implements', isAlias ? [] : heritageOf(heritage, 'implements')),
      ...this.#templates(item),
      ...(isAlias && !isShape && value.length <= LONGEST_ALIAS ? given('type', oneLine(value, LONGEST_ALIAS)) : {}),
    });
  }

  #templates(item: Item): Partial<Draft> {
    const list = splitOutside(this.#headText(item.parts, 'templates', 'body').replace(/^<|>$/gu, ''), ',', true);
    const names = list.map((one) => /^(?:const\s+|in\s+|out\s+)*([\w$]+)/u.exec(one)?.[1] ?? '');
    const bounds = list.map((one) => /\bextends\s+([\w$.<>[\], ]+?)(?:\s*=|$)/u.exec(one)?.[1] ?? '');
    return { ...given('templates', names), ...(bounds.some((one) => one !== '') ? { bounds } : {}) };
  }

  #function(item: Item, kind: 'function' | 'method', isMember: boolean): void {
    const name = this.#nameOf(item);
    if (name === '') return;
    const { capture, parts } = item;
    const body = parts.get('body');
    const head = this.#code.slice(capture.start, body?.start ?? capture.end);
    const front = MODIFIERS.exec(withoutDecorators(head))?.[0] ?? '';
    const tags = this.#tags(item);
    const params = this.#params(parts.get('params'), tags);
    const isGetter = isMember && /\b(?:get|set)\s/u.test(front) && params.length === (/\bset\s/u.test(front) ? 1 : 0);
    const type = annotation(this.#headText(parts, 'returns', 'body')) || (isGetter ? '' : docType(tags, /^returns?$/u));
    const values = type === '' && body !== undefined ? this.#returns(body) : [];
    // What is read and written like a property is one.
    this.#found.add(item, isGetter ? 'property' : kind, name, signatureOf(withoutDecorators(head)), {
      isMember,
      ...this.#place(item, this.#leadOf(item)),
      ...memberFlags(front, name),
      ...(isGetter ? {} : { params }),
      ...given('type', type || (isGetter ? (params[0]?.type ?? '') : '')),
      ...given('values', values),
      ...(isGetter && values.length > 0 ? { valuesIn: values.map(() => name) } : {}),
      ...this.#templates(item),
    });
    if (isMember && name === 'constructor') this.#parameterProperties(item);
    if (isMember && body !== undefined && this.#language === 'javascript') this.#assigned(item, name, body);
  }

  /** The properties that a constructor's parameters declare. */
  #parameterProperties(item: Item): void {
    const list = item.parts.get('params');
    if (list === undefined) return;
    for (const written of splitOutside(inside(this.#found.text(list)), ',', true)) {
      const plain = withoutDecorators(written);
      const front = /^(?:(?:public|private|protected|readonly|override)\s+)+/u.exec(plain)?.[0];
      if (front === undefined) continue;
      const { name, type } = pieces(plain.slice(front.length));
      const bare = name.replace(/\?$/u, '');
      const nameAt = Math.max(list.start, this.#code.indexOf(written, list.start) + written.indexOf(bare));
      const row = this.#rowOf(nameAt);
      this.#found.add(item, 'property', bare, plain.replace(/=[^>][\s\S]*$/u, ''), {
        isMember: true,
        nameAt,
        row,
        endRow: row,
        ...memberFlags(front, bare),
        ...given('type', type),
      });
    }
  }

  /** `this.x = …` declares a property where classes declare none. */
  #assigned(item: Item, where: string, body: Capture): void {
    const parent = this.#found.parentOf(item);
    const code = this.#code.slice(body.start, body.end);
    for (const match of code.matchAll(/(?<![\w$.])this\.([#\w$]+)\s*=(?!=)\s*/gu)) {
      const name = match[1] ?? '';
      if (this.#found.all.some((one) => one.parent === parent && one.name === name)) continue;
      const nameAt = body.start + match.index;
      const row = this.#rowOf(nameAt);
      const value = valueAt(code, match.index + match[0].length);
      const isKnown = !TELLS_NOTHING.test(value);
      this.#found.add(item, 'property', name, name, {
        isMember: true,
        nameAt,
        row,
        endRow: row,
        ...memberFlags('', name),
        ...(isKnown ? { values: [value], valuesIn: [where] } : {}),
      });
    }
  }

  #property(item: Item): void {
    const name = this.#nameOf(item);
    const fn = this.#functionValue(item);
    if (name === '') return;
    const { capture, parts } = item;
    const value = parts.get('value');
    const head = withoutDecorators(this.#code.slice(capture.start, value?.start ?? capture.end)).replace(
      /[=\s;,]+$/u,
      '',
    );
    const front = MODIFIERS.exec(head)?.[0] ?? '';
    const tags = this.#tags(item);
    const flags = { isMember: true, ...this.#place(item, ''), ...memberFlags(front, name) };
    if (fn !== undefined) {
      const result = annotation(this.#headText(parts, 'returns', 'body')) || docType(tags, /^returns?$/u);
      const body = parts.get('body');
      this.#found.add(item, 'method', name, `${head}${this.#arrowHead(fn, parts)}`, {
        ...flags,
        params: this.#params(parts.get('params'), tags),
        ...given('type', result),
        ...given('values', result === '' && body !== undefined ? this.#returns(body) : []),
      });
      return;
    }
    const type = annotation(this.#headText(parts, 'type', 'value')) || docType(tags, /^type$/u);
    const written = value === undefined || type !== '' ? '' : oneLine(this.#found.text(value), LONGEST_VALUE + 1);
    const isKnown = written.length <= LONGEST_VALUE && !TELLS_NOTHING.test(written);
    this.#found.add(item, 'property', name, head, {
      ...flags,
      ...given('type', type),
      ...(isKnown ? { values: [written], valuesIn: [''] } : {}),
    });
  }

  #case(item: Item): void {
    const name = (this.#nameOf(item) || this.#found.text(item.capture)).replace(/\s*=[\s\S]*$|['"]/gu, '').trim();
    const parent = this.#found.all[this.#found.parentOf(item)];
    this.#found.add(item, 'case', name, this.#found.text(item.capture), {
      isMember: true,
      ...this.#place(item, ''),
      isStatic: true,
      type: parent?.name ?? '',
    });
  }

  #variable(item: Item): void {
    const { capture, parts } = item;
    const name = this.#nameOf(item);
    const required = requiredImports(this.#code.slice(capture.start, capture.end), capture.row);
    if (required.length > 0) {
      this.#imports.push(...required);
      this.#importRanges.push(capture);
      return;
    }
    if (!/^[\p{L}_$][\p{L}\p{N}_$]*$/u.test(name)) return;
    const lead = this.#leadOf(item);
    const word = /\b(?:const|let|var)\b/u.exec(lead)?.[0] ?? 'const';
    const tags = this.#tags(item, lead);
    const fn = this.#functionValue(item);
    if (fn !== undefined) {
      const body = parts.get('body');
      const type = annotation(this.#headText(parts, 'returns', 'body')) || docType(tags, /^returns?$/u);
      this.#found.add(item, 'function', name, `${word} ${name}${this.#arrowHead(fn, parts)}`, {
        ...this.#place(item, lead),
        params: this.#params(parts.get('params'), tags),
        ...given('type', type),
        ...given('values', type === '' && body !== undefined ? this.#returns(body) : []),
        ...this.#templates(item),
      });
      return;
    }
    const type = annotation(this.#headText(parts, 'type', 'value')) || docType(tags, /^type$/u);
    const value = oneLine(this.#found.text(parts.get('value')), LONGEST_VALUE + 1);
    const isShort = value !== '' && value.length <= 60 && !/^[{[]/u.test(value);
    const signature = `${word} ${name}${type === '' ? '' : `: ${type}`}${isShort ? ` = ${value}` : ''}`;
    this.#found.add(item, word === 'const' ? 'constant' : 'variable', name, signature, {
      ...this.#place(item, lead),
      ...given('type', type),
      ...(type === '' && value.length <= LONGEST_VALUE && !TELLS_NOTHING.test(value) ? { values: [value] } : {}),
    });
  }

  /** The function that is the value itself, not one inside of it. */
  #functionValue({ parts }: Item): Capture | undefined {
    const fn = parts.get('fn');
    return fn !== undefined && fn.start === parts.get('value')?.start ? fn : undefined;
  }

  #arrowHead(fn: Capture, parts: Item['parts']): string {
    return ` = ${this.#code.slice(fn.start, parts.get('body')?.start ?? fn.end).replace(/\s*(?:=>)?\s*$/u, '')}`;
  }

  #params(list: Capture | undefined, tags: readonly DocTag[]): readonly Param[] {
    return splitOutside(inside(this.#found.text(list)), ',', true).flatMap((written) => {
      const plain = withoutDecorators(written).replace(/^(?:(?:public|private|protected|readonly|override)\s+)+/u, '');
      const { name, type, value } = pieces(plain);
      const bare = oneLine(name.replace(/^\.\.\.\s*|\?$/gu, ''), LONGEST_VALUE);
      // `this: Window` is no parameter.
      if (bare === '' || bare === 'this') return [];
      const documented = type || docParam(tags, bare);
      return [param(bare, documented, value !== '' || name.endsWith('?'), name.startsWith('...'))];
    });
  }

  /** What `return` gives in the body itself, not in the functions inside of it; the body where it is an expression. */
  #returns(body: Capture): readonly string[] {
    const code = this.#code.slice(body.start, body.end);
    if (!code.startsWith('{')) return code.length <= LONGEST_VALUE ? [oneLine(code, LONGEST_VALUE)] : [];
    const plain = blanked(code, SCRIPT_STRINGS);
    const values: string[] = [];
    let depth = 0;
    for (const match of plain.matchAll(/[{}]|(?<![\w$.])return(?![\w$:])/gu)) {
      if (match[0] === '{') depth++;
      else if (match[0] === '}') depth--;
      else if (depth === 1 && values.length < MOST_VALUES) {
        const value = valueAt(code, match.index + 'return'.length);
        if (!TELLS_NOTHING.test(value)) values.push(value);
      }
    }
    return values;
  }

  /** The words in front of a declaration that are not part of its node: `export const`. */
  #leadOf({ capture }: Item): string {
    const before = this.#code.slice(Math.max(0, capture.start - LONGEST_LEAD), capture.start);
    return LEAD.exec(before)?.[0] ?? '';
  }

  #tags({ capture }: Item, lead = this.#leadOf({ capture, parts: new Map(), around: undefined })): readonly DocTag[] {
    const comment = docCommentBefore(this.#text, capture.start - lead.length);
    return comment === undefined ? [] : docTags(this.#text.slice(comment.start, comment.end));
  }

  /** 0-based rows with the doc comment. */
  #place({ capture }: Item, lead: string): { readonly row: number; readonly endRow: number } {
    const start = capture.start - lead.length;
    const comment = docCommentBefore(this.#text, start);
    return { row: this.#rowOf(comment?.start ?? start), endRow: capture.endRow };
  }
}
