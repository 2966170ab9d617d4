/**
 * Symbols of Python, from what `symbols.scm` names: classes with their methods, the attributes that they declare and those that methods give to
 * `self`; functions, constants, imports. Runs nothing, follows no import.
 */
import type { Capture } from '../../syntax/symbol-parser.ts';
import type { FileSymbols, Import, Param, Reference } from '../symbols.ts';
import { type Draft, Drafts, given, type Item, itemsOf, shortSignature } from './captured.ts';
import { codeText } from './code-text.ts';
import type { Extractor } from './extractor.ts';
import { importedUses } from './imported-uses.ts';
import { LONGEST_VALUE, MOST_VALUES, pieces } from './pieces.ts';
import { assignedAttributes, pythonReturns } from './python-bodies.ts';
import { pythonDoc } from './python-docs.ts';
import { pythonImports } from './python-imports.ts';
import {
  annotated,
  isPythonName,
  PYTHON_NOT_CODE,
  PYTHON_TELLS_NOTHING,
  pythonClassKind,
  pythonDecorators,
  pythonParams,
  pythonType,
  pythonVariableKind,
  pythonVisibility,
} from './python-text.ts';
import { rowsIn } from './rows.ts';
import { oneLine, splitOutside } from './split.ts';

/** What a class inherits from only to say something to type checkers. */
const FOR_CHECKERS = /^(?:typing\.|typing_extensions\.)?(?:Generic|Protocol)(?=\[|$)/u;

export const pythonSymbols: Extractor = (text, captures) => new PythonReader(text, captures).read();

class PythonReader {
  readonly #text: string;
  readonly #code: string;
  readonly #bare: string;
  readonly #captures: readonly Capture[];
  readonly #rowOf: (offset: number) => number;
  readonly #found: Drafts;
  readonly #imports: Import[] = [];
  readonly #importRanges: Capture[] = [];
  /** Where attributes of classes, and variables, stand in what was found: by the index of the class and the name. */
  readonly #attributes = new Map<string, number>();
  /** `Class.name` of functions that are read like properties: what is assigned to them is no other attribute. */
  readonly #properties = new Set<string>();
  #dotted: ReadonlySet<string> | undefined;
  #called: ReadonlySet<string> | undefined;
  readonly #bases: { readonly name: string; readonly row: number }[] = [];

  constructor(text: string, captures: readonly Capture[]) {
    this.#text = text;
    this.#captures = captures;
    ({ code: this.#code, bare: this.#bare } = codeText(text, PYTHON_NOT_CODE, (found) => found.startsWith('#')));
    this.#rowOf = rowsIn(text);
    this.#found = new Drafts(this.#code, this.#rowOf);
  }

  read(): FileSymbols {
    const items = itemsOf(this.#captures);
    for (const item of items) this.#noteProperty(item);
    for (const item of items) this.#take(item);
    this.#bindTemplates();
    return {
      language: 'python',
      namespace: '',
      imports: this.#imports,
      declarations: this.#found.all,
      references: this.#references(),
    };
  }

  #noteProperty(item: Item): void {
    const owner = this.#holder(item);
    if (item.capture.name !== 'function' || owner?.capture.name !== 'class') return;
    if (pythonDecorators(this.#decorators(item)).role !== 'property') return;
    this.#properties.add([owner, item].map(({ parts }) => this.#found.text(parts.get('name'))).join('.'));
  }

  #take(item: Item): void {
    switch (item.capture.name) {
      case 'import':
        this.#import(item.capture);
        break;
      case 'class':
        this.#class(item);
        break;
      case 'function':
        this.#function(item);
        break;
      case 'property':
        this.#attribute(item);
        break;
      case 'variable':
        this.#variable(item);
        break;
      case 'stray':
        // Nothing tells what it stands in but its indentation.
        if (item.capture.start === 0 || this.#text[item.capture.start - 1] === '\n') this.#variable(item);
        break;
      case 'alias':
        this.#alias(item);
        break;
    }
  }

  #import(capture: Capture): void {
    this.#importRanges.push(capture);
    this.#imports.push(
      ...pythonImports(this.#code.slice(capture.start, capture.end), capture.row, (alias) => this.#isModule(alias)),
    );
  }

  /** Whether a name is used as a module is: `models.Order`, but never `models()`. */
  #isModule(alias: string): boolean {
    this.#dotted ??= wordsBefore(this.#bare, /(?<![\w.])[^\W\d]\w*(?=\.)/gu);
    this.#called ??= wordsBefore(this.#bare, /(?<![\w.])[^\W\d]\w*(?=\()/gu);
    return this.#dotted.has(alias) && !this.#called.has(alias);
  }

  /** What an item stands in, decorators left out. */
  #holder({ around }: Item): Item | undefined {
    return around?.capture.name === 'decorated' ? around.around : around;
  }

  /** Index of the class that an item is a member of; −1 where it is none's. */
  #classOf(item: Item): number {
    const holder = this.#holder(item);
    return holder?.capture.name === 'class' ? this.#found.indexOf(holder) : -1;
  }

  /** 0-based rows with the decorators. */
  #place({ capture, around }: Item): { readonly row: number; readonly endRow: number } {
    const row = around?.capture.name === 'decorated' ? around.capture.row : capture.row;
    return { row, endRow: capture.endRow };
  }

  #decorators({ capture, around }: Item): string {
    return around?.capture.name === 'decorated' ? this.#code.slice(around.capture.start, capture.start) : '';
  }

  #class(item: Item): void {
    const { capture, parts } = item;
    const name = this.#found.text(parts.get('name'));
    if (!isPythonName(name)) return;
    const parent = this.#classOf(item);
    const outer = this.#found.all[parent];
    const bases = this.#basesIn(parts.get('bases'));
    const parents = bases.filter((one) => !FOR_CHECKERS.test(one));
    const head = this.#headOf(capture, parts.get('bases') ?? parts.get('templates') ?? parts.get('name'));
    this.#found.add(item, pythonClassKind(bases), name, head, {
      parent,
      ...(outer === undefined ? {} : { qualified: `${outer.qualified}.${name}` }),
      ...this.#place(item),
      ...given('visibility', pythonVisibility(name)),
      ...given('extends', parents),
      ...this.#templates(item, bases),
    });
    for (const one of parents) this.#bases.push({ name: one.replace(/\[.*$/su, ''), row: capture.row });
  }

  #basesIn(list: Capture | undefined): readonly string[] {
    return splitOutside(this.#found.text(list).replace(/^\(|\)$/gu, ''), ',')
      .map((one) => pythonType(one))
      .filter((one) => /^[\p{L}_][\p{L}\p{N}_.]*(?:\[.*\])?$/su.test(one));
  }

  /** `class A[T: Base]`, `class A(Generic[T])`. */
  #templates({ parts }: Item, bases: readonly string[] = []): Partial<Draft> {
    const written = this.#found.text(parts.get('templates')).replace(/^\[|\]$/gu, '');
    const generic = bases.find((one) => FOR_CHECKERS.test(one))?.replace(/^[^[]*\[?|\]$/gu, '') ?? '';
    const found = splitOutside(written || generic, ',').map((one) => pieces(one.replace(/^\*+/u, '')));
    const bounds = found.map(({ type }) => pythonType(type));
    return {
      ...given(
        'templates',
        found.map(({ name }) => name),
      ),
      ...(bounds.some((one) => one !== '') ? { bounds } : {}),
    };
  }

  /** `T = TypeVar('T', bound=Base)` says what `T` is at least; functions whose parameters name it bind it. */
  #bindTemplates(): void {
    const bounds = new Map<string, string>();
    for (const { name, values = [] } of this.#found.all) {
      const made = /^(?:\w+\.)?TypeVar\((?:.*\bbound\s*=\s*(['"]?)([\w.]+)\1)?/u.exec(values[0] ?? '');
      if (made !== null) bounds.set(name, made[2] ?? '');
    }
    if (bounds.size === 0) return;
    for (const draft of this.#found.drafts) {
      const { templates = templatesOf(draft, bounds, this.#found.all[draft.parent]) } = draft;
      if (templates.length > 0) draft.templates = templates;
      if (draft.bounds === undefined && templates.some((one) => bounds.get(one)))
        draft.bounds = templates.map((one) => bounds.get(one) ?? '');
    }
  }

  #function(item: Item): void {
    const { capture, parts } = item;
    const name = this.#found.text(parts.get('name'));
    if (!isPythonName(name)) return;
    const parent = this.#classOf(item);
    const decorators = pythonDecorators(this.#decorators(item));
    const body = parts.get('body');
    const doc = pythonDoc(body === undefined ? '' : this.#text.slice(body.start, body.end));
    const params = pythonParams(this.#found.text(parts.get('params')), parent >= 0 && decorators.isBound).map(
      (one) => ({
        ...given('type', doc.params.get(one.name)),
        ...one,
      }),
    );
    const type = pythonType(this.#found.text(parts.get('returns'))) || doc.returns;
    const shared = {
      parent,
      ...this.#place(item),
      ...given('visibility', pythonVisibility(name)),
      ...given('type', type),
      ...given('values', type === '' ? this.#returns(body) : []),
    };
    if (parent >= 0 && decorators.role === 'property') this.#readLikeProperty(item, name, shared);
    else if (decorators.role !== 'setter') {
      const last = parts.get('returns') ?? parts.get('params') ?? parts.get('name');
      this.#found.add(item, parent >= 0 ? 'method' : 'function', name, this.#headOf(capture, last), {
        ...shared,
        ...given('isStatic', parent >= 0 && decorators.isStatic),
        ...given('isAbstract', parent >= 0 && decorators.isAbstract),
        params,
        ...this.#templates(item),
      });
    }
    if (parent >= 0 && body !== undefined) this.#assigned(item, parent, name, params, body);
  }

  /** A function that is read like a property. */
  #readLikeProperty(item: Item, name: string, shared: Partial<Draft>): void {
    const { type = '', values = [] } = shared;
    this.#found.add(item, 'property', name, annotated(name, type), {
      ...shared,
      ...given(
        'valuesIn',
        values.map(() => name),
      ),
    });
  }

  #returns(body: Capture | undefined): readonly string[] {
    if (body === undefined) return [];
    // The first line of a body begins behind its indentation.
    const start = this.#text.lastIndexOf('\n', body.start) + 1;
    return pythonReturns(this.#code.slice(start, body.end), this.#bare.slice(start, body.end));
  }

  /** `self.x = …` declares an attribute; what stands in several methods is one. */
  #assigned(item: Item, parent: number, where: string, params: readonly Param[], body: Capture): void {
    const attributes = assignedAttributes(
      this.#code.slice(body.start, body.end),
      this.#bare.slice(body.start, body.end),
    );
    for (const { name, type: written, value, at } of attributes) {
      const known = this.#attributeOf(parent, name);
      const type = written || (params.find((one) => one.name === value)?.type ?? '');
      if (known !== undefined) addValue(known, type, value, where);
      else if (!this.#properties.has(`${this.#found.all[parent]?.name}.${name}`)) {
        const row = this.#rowOf(body.start + at);
        const index = this.#found.add(item, 'property', name, annotated(name, type), {
          parent,
          nameAt: body.start + at,
          row,
          endRow: row,
          ...given('visibility', pythonVisibility(name)),
          ...given('type', type),
          ...(type || PYTHON_TELLS_NOTHING.test(value) ? {} : { values: [value], valuesIn: [where] }),
        });
        this.#know(parent, name, index);
      }
    }
  }

  #attributeOf(parent: number, name: string): Draft | undefined {
    return this.#found.drafts[this.#attributes.get(`${parent} ${name}`) ?? -1];
  }

  #know(parent: number, name: string, index: number): void {
    this.#attributes.set(`${parent} ${name}`, index);
  }

  /** Declared in the body of a class. */
  #attribute(item: Item): void {
    const parent = this.#classOf(item);
    const holder = this.#found.all[parent];
    if (holder === undefined) return;
    for (const { name, type, value } of this.#assignments(item)) {
      const isCase = holder.kind === 'enum' && type === '' && value !== '' && !name.startsWith('_');
      const kind = isCase ? 'case' : /^[A-Z][A-Z0-9_]*$/u.test(name) ? 'constant' : 'property';
      const values = isCase ? [] : this.#valuesOf(type, value);
      const index = this.#found.add(item, kind, name, annotated(name, pythonType(type), value), {
        parent,
        ...this.#place(item),
        ...given('visibility', pythonVisibility(name)),
        ...(isCase ? { isStatic: true, type: holder.name } : given('type', pythonType(type))),
        ...given('values', values),
        ...given(
          'valuesIn',
          values.map(() => ''),
        ),
      });
      this.#know(parent, name, index);
    }
  }

  /** Outside of classes and functions; where there are several (`if`, `except ImportError`), the first one is as good as the others. */
  #variable(item: Item): void {
    for (const { name, type, value } of this.#assignments(item)) {
      if (this.#attributeOf(-1, name) !== undefined) continue;
      const kind = pythonVariableKind(name, type, value);
      const shownType = kind === 'type' ? value : pythonType(type);
      const index = this.#found.add(item, kind, name, annotated(name, pythonType(type), value), {
        parent: -1,
        ...this.#place(item),
        ...given('visibility', pythonVisibility(name)),
        ...given('type', shownType.length > LONGEST_VALUE ? '' : shownType),
        ...given('values', kind === 'type' ? [] : this.#valuesOf(type, value)),
      });
      this.#know(-1, name, index);
    }
  }

  /** What a value without a type says. */
  #valuesOf(type: string, value: string): readonly string[] {
    return pythonType(type) !== '' || PYTHON_TELLS_NOTHING.test(value) || value.length > LONGEST_VALUE ? [] : [value];
  }

  /** `x: int = 1`, `a, b = c`, `a = b = c`. */
  #assignments({ capture }: Item): readonly { readonly name: string; readonly type: string; readonly value: string }[] {
    const { name: target, type, value } = pieces(this.#code.slice(capture.start, capture.end));
    const names = splitOutside(target.replace(/^\(|\)$/gu, ''), ',').filter((name) => isPythonName(name));
    const isOne = names.length === 1;
    const written = oneLine(value, LONGEST_VALUE + 1);
    return names.map((name) => ({ name, type: isOne ? type : '', value: isOne ? written : '' }));
  }

  /** `type A = B` */
  #alias(item: Item): void {
    const text = this.#found.text(item.capture);
    const [, name = '', value = ''] = /^type\s+([\p{L}_][\p{L}\p{N}_]*)[^=]*=\s*([\s\S]*)$/u.exec(text) ?? [];
    if (name === '') return;
    this.#found.add(item, 'type', name, text, { ...this.#place(item), ...given('type', pythonType(value)) });
  }

  #headOf({ start, end }: Capture, last: Capture | undefined): string {
    return shortSignature(this.#code.slice(start, last?.end ?? end)).replace(/\(\s*\)$/u, (empty) => empty.trim());
  }

  #references(): readonly Reference[] {
    const known = new Map(this.#imports.map((one) => [one.alias, one]));
    const bases = this.#bases.flatMap(({ name, row }): readonly Reference[] => {
      const imported = known.get(name.split('.')[0] ?? '');
      if (imported === undefined) return [];
      const own = name.includes('.') || imported.name === '*' ? name.slice(name.lastIndexOf('.') + 1) : imported.name;
      return [{ name: own, role: 'extends', row }];
    });
    return [...bases, ...importedUses(this.#bare, this.#imports, this.#importRanges, this.#rowOf, { isCallNew: true })];
  }
}

/** Type variables that the parameters of a function name, and that are not its class's. */
function templatesOf(
  { params = [] }: Draft,
  variables: ReadonlyMap<string, string>,
  owner: Draft | undefined,
): readonly string[] {
  const named = new Set(params.flatMap(({ type = '' }) => type.match(/[^\W\d]\w*/gu) ?? []));
  return [...variables.keys()].filter((one) => named.has(one) && owner?.templates?.includes(one) !== true);
}

/** Another assignment to an attribute of which no type is known. */
function addValue(known: Draft, type: string, value: string, where: string): void {
  if (known.kind !== 'property' || known.type !== undefined) return;
  const { values = [], valuesIn = [] } = known;
  if (type !== '') {
    known.type = type;
    known.signature = annotated(known.name, type);
    delete known.values;
    delete known.valuesIn;
  } else if (values.length < MOST_VALUES && !PYTHON_TELLS_NOTHING.test(value) && !values.includes(value)) {
    known.values = [...values, value];
    known.valuesIn = [...valuesIn, where];
  }
}

function wordsBefore(code: string, pattern: RegExp): ReadonlySet<string> {
  return new Set(Array.from(code.matchAll(pattern), ([word]) => word));
}
