/**
 * Reads PHP code for the classes that it names, what it gives back and what it assigns to `$this`: a scan that knows strings, comments and brackets.
 * No tree: walking all of it costs a third of parsing it. Resolves no names.
 */
import type { Reference } from '../symbols.ts';
import { NO_CODE } from './php-text.ts';
import { closingAt, splitOutside } from './split.ts';

/** Is told of code in its order. Offsets are UTF-16 units in that code. */
export interface CodeListener {
  /** @param name as it is written */
  refer(name: string, role: Reference['role'], offset: number): void;
  /** `return …`, but for those of closures. @param offset where the value begins */
  returned(offset: number): void;
  /** `$this->name = …`, in closures as well. @param offset where the value begins */
  assigned(name: string, offset: number): void;
}

const LETTER = String.raw`\w\u0080-\uffff`;
const NAME = String.raw`[\\A-Za-z_\u0080-\uffff][\\${LETTER}]*`;
/** In front of a variable, lower-case words are keywords (`return $a`) or scalars. */
const CLASS = String.raw`\\?(?:[a-z_]\w*\\)*[A-Z\u0080-\uffff][\\${LETTER}]*`;
/** The numbers keep a list without end (`A|A|A…`) from being tried in every way that it can be cut. */
const TYPE = String.raw`(?:[a-z]+\s{0,4}\|\s{0,4}){0,8}\({0,4}${CLASS}(?:\){0,4}\s{0,4}[|&]\s{0,4}\({0,4}${NAME}){0,16}\){0,4}`;

const WORDS = [
  `new\\s+(${NAME})`,
  `(?:instanceof\\s+|catch\\s*\\(\\s*)(${NAME}(?:\\s*\\|\\s*${NAME})*)`,
  `(extends|implements)\\s+(${NAME}(?:\\s*,\\s*${NAME})*)`,
  `(${NAME})\\s*::`,
  `(${TYPE})\\s+&?(?:\\.\\.\\.)?\\$`,
  `(return|function)(?![${LETTER}])`,
].join('|');

/** Groups: what {@link scanPhp} takes apart; the first two are the heredoc's. */
const TOKEN = new RegExp(
  [
    NO_CODE,
    '([{}])',
    `\\$this->([${LETTER}]+)\\s*(?:\\?\\?)?=(?![=>])\\s*`,
    `(?<![${LETTER}$\\\\]|->)(?:${WORDS})`,
    `\\)\\s*:\\s*\\??(${TYPE})\\s*(?=\\{|=>)`,
    '(#\\[)',
  ].join('|'),
  'gu',
);

const NAMES = new RegExp(NAME, 'gu');
const FIRST_NAME = new RegExp(`^${NAME}`, 'u');
/** `new readonly class`. */
const ANONYMOUS = /^(?:readonly|class)$/iu;
/** An attribute with more arguments than that is cut, in UTF-16 units. */
const LONGEST_ATTRIBUTE = 500;

/**
 * @param code in no string and no comment where it begins
 * @param isStart whether a file begins with it, and so what stands before the code
 * @param isFunction whether it begins with a function's declaration
 */
export function scanPhp(code: string, isStart: boolean, isFunction: boolean, listener: CodeListener): void {
  const nesting = new Nesting(isFunction);
  TOKEN.lastIndex = isStart ? codeStart(code) : 0;
  for (let match = TOKEN.exec(code); match !== null; match = TOKEN.exec(code)) {
    const [all, , , brace, property, created, , , , , , word] = match;
    if (brace !== undefined) nesting.brace(brace);
    else if (word === 'function') nesting.open('function');
    else if (word === 'return') {
      if (!nesting.isInFunction) listener.returned(match.index + all.length);
    } else if (property !== undefined) {
      if (!nesting.isInClass) listener.assigned(property, match.index + all.length);
    } else if (created !== undefined && ANONYMOUS.test(created)) nesting.open('class');
    else tellReferences(match, code, listener);
  }
}

function tellReferences(match: RegExpExecArray, code: string, listener: CodeListener): void {
  const [, , , , , created, tested, basesWord, bases, scope, variableType, , resultType, attribute] = match;
  const at = match.index;
  const tell = (names: string, role: Reference['role']): void => {
    for (const [name] of names.matchAll(NAMES)) listener.refer(name, role, at);
  };
  if (created !== undefined) listener.refer(created, 'new', at);
  else if (scope !== undefined) listener.refer(scope, 'static', at);
  else if (bases !== undefined) tell(bases, basesWord === 'extends' ? 'extends' : 'implements');
  else if (attribute !== undefined) tell(attributesAt(code, match.index).join(' '), 'attribute');
  else tell(tested ?? variableType ?? resultType ?? '', 'type');
}

/** What stands before the opening tag is no code. */
function codeStart(text: string): number {
  const tag = /<\?(?:php\b|=)/iu.exec(text);
  return tag === null ? text.length : tag.index + tag[0].length;
}

/** Names in `#[A, B(1)]`. */
function attributesAt(text: string, at: number): readonly string[] {
  const piece = text.slice(at + 1, at + LONGEST_ATTRIBUTE);
  return splitOutside(piece.slice(1, closingAt(piece, 0)), ',').flatMap((one) => FIRST_NAME.exec(one)?.[0] ?? []);
}

/** Which closures and anonymous classes are open. */
class Nesting {
  readonly #open: { readonly kind: 'function' | 'class'; readonly depth: number }[] = [];
  #depth = 0;
  #next: 'function' | 'class' | undefined;
  /** The declaration that the scan begins with is not nested. */
  #isOwn: boolean;

  constructor(isFunction: boolean) {
    this.#isOwn = isFunction;
  }

  open(kind: 'function' | 'class'): void {
    if (kind === 'function' && this.#isOwn) this.#isOwn = false;
    else this.#next = kind;
  }

  brace(brace: string): void {
    if (brace === '{') {
      this.#depth++;
      if (this.#next !== undefined) this.#open.push({ kind: this.#next, depth: this.#depth });
      this.#next = undefined;
      return;
    }
    if (this.#open.at(-1)?.depth === this.#depth) this.#open.pop();
    this.#depth--;
  }

  get isInFunction(): boolean {
    return this.#open.length > 0;
  }

  get isInClass(): boolean {
    return this.#open.some(({ kind }) => kind === 'class');
  }
}
