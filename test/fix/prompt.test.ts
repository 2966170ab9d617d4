/** The question to the model: its budget, what is always in it, and that what stands first stays the same when it is asked again. */
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createContextEngine } from '../../src/context/engine.ts';
import { type Diagnostic, diagnosticFrom } from '../../src/fix/diagnostic.ts';
import { lookupRequest } from '../../src/fix/lookup-request.ts';
import { table } from '../../src/fix/nudges/cookbook.ts';
import { type PartName, type Prompt, REQUIRED } from '../../src/fix/prompt.ts';
import { explainQuestion, type QuestionWishes, questionFor } from '../../src/fix/question.ts';
import { type Scene, sceneOf } from '../../src/fix/scene.ts';
import { readSource } from '../../src/fix/source-text.ts';
import type { CodeTree } from '../../src/syntax/code-tree.ts';
import { grammarsFolder } from '../../src/syntax/grammar.ts';
import { FimError } from '../../src/text/error.ts';
import { estimateTokens } from '../../src/text/tokens.ts';
import { parserOf, sceneAt, staged } from './stage.ts';

/** Real code: this project's own, and its test shop in PHP. */
const FILES = [
  ...['fix/fit.ts', 'complete/engine.ts', 'config/schema.ts', 'context/engine.ts', 'text/secrets.ts'].map((name) =>
    at(`../../src/${name}`),
  ),
  ...readdirSync(at('../fixtures/shop'), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.php'))
    .map((name) => join(at('../fixtures/shop'), name)),
];
const CHARS_PER_TOKEN = 3.3;

function at(name: string): string {
  return fileURLToPath(new URL(name, import.meta.url));
}

/** Trees are made once for each file: they do not change. */
const trees = new Map<string, CodeTree | undefined>();

async function sceneFor(file: string, target: Diagnostic, limit: number): Promise<Scene> {
  const parser = await parserOf(file);
  const source = readSource(readFileSync(file, 'utf8'));
  if (!trees.has(file)) trees.set(file, parser.parse(source.text));
  const tree = trees.get(file);
  return sceneOf({ path: file, filetype: '', source, target, limit, inPieces: limit > 100, parser, tree });
}

/** `undefined` where it is refused. */
function asked(scene: Scene, wishes: Partial<QuestionWishes>): Prompt | undefined {
  try {
    return questionFor(scene, { budget: 4096, charsPerToken: CHARS_PER_TOKEN, imported: [], ...wishes }).prompt;
  } catch (error) {
    if (error instanceof FimError) return undefined;
    throw error;
  }
}

const wholeOf = ({ messages }: Prompt): string => messages.map(({ content }) => content).join('\n');
const partOf = ({ parts }: Prompt, wanted: PartName): string => parts.find(({ name }) => name === wanted)?.text ?? '';

const CODES = Object.keys(table('ts')).map((code) => ['ts', code] as const);
const PHP_CODES = Object.keys(table('intelephense')).map((code) => ['intelephense', code] as const);
/** Less than any prompt needs: the message alone may have 400 characters, the advice as many. */
const ENOUGH = 1500;

describe('the prompt', () => {
  it('never costs more than its budget, and has all that is required, or is refused in words', async () => {
    const random = fc.record({
      file: fc.constantFrom(...FILES),
      place: fc.nat(),
      budget: fc.integer({ min: 200, max: 6000 }),
      limit: fc.constantFrom(60, 120),
      kind: fc.constantFrom(...CODES, ...PHP_CODES, ['', ''] as const),
      message: fc.constantFrom('Wrong.', `Type '${'x🐘'.repeat(500)}' is wrong.`, 'a\n  b\n    c'),
      withExample: fc.boolean(),
      last: fc.constantFrom(undefined, 'short', 'long'),
    });
    await fc.assert(
      fc.asyncProperty(random, async ({ file, place, budget, limit, kind, message, withExample, last }) => {
        const lines = readFileSync(file, 'utf8').split('\n');
        const [source, code] = kind;
        const told = { lnum: place % lines.length, col: 0, end_col: 5, message, code, source };
        const target = diagnosticFrom(told, lines);
        if (target === undefined) throw new Error('no diagnostic');
        const scene = await sceneFor(file, target, limit);
        const prompt = asked(scene, {
          budget,
          withExample,
          imported: [{ path: 'a.ts', text: scene.source.text.slice(0, 2000), reason: 'r' }],
          last:
            last === undefined
              ? undefined
              : {
                  answer: last === 'short' ? ['a'] : scene.source.lines.slice(0, 300),
                  fault: 'It is wrong. '.repeat(9),
                },
        });
        if (prompt === undefined) {
          expect(budget).toBeLessThan(ENOUGH);
          return;
        }
        expect(Math.max(prompt.tokens, estimateTokens(wholeOf(prompt), CHARS_PER_TOKEN))).toBeLessThanOrEqual(budget);
        const names = prompt.parts.map(({ name }) => name);
        const required = REQUIRED.filter((name) => name !== 'example' && (name !== 'retry' || last !== undefined));
        expect(required.filter((name) => !names.includes(name))).toEqual([]);
        if (partOf(prompt, 'system').includes('fenced code block')) expect(names.includes('example')).toBe(withExample);
      }),
      { numRuns: 1000 },
    );
  });

  it('marks what it leaves out with the numbers of the lines, and shows imports', async () => {
    const filler = Array.from({ length: 40 }, (_, n) => `function other${n}() {\n  return ${n} + 1000;\n}`).join(
      '\n\n',
    );
    const text = `import { a } from './a.ts';\n\n${filler}\n\nfunction f() {\n  return a(⟦b⟧);\n}\n`;
    const scene = await staged('/p/x.ts', text, { message: "Cannot find name 'b'.", code: '2304', source: 'ts' });
    const document = partOf(asked(scene, { budget: 520 }) as Prompt, 'document');
    expect(document).toContain("import { a } from './a.ts';");
    expect(document).toMatch(/\/\/ … lines \d+-\d+ left out/u);
    expect(document).toContain('// lines 163-165: the region to correct, below');
  });

  it.each([700, 1000, 4096])('begins as before when it is asked again, within %i tokens', async (budget) => {
    const filler = Array.from({ length: 90 }, (_, n) => `function other${n}() {\n  return ${n} + 1000;\n}`).join('\n');
    const text = `${filler}\nfunction f() {\n  return a(⟦b⟧);\n}\n`;
    const scene = await staged('/p/x.ts', text, { message: "Cannot find name 'b'.", code: '2304', source: 'ts' });
    const before = asked(scene, { budget }) as Prompt;
    const last = { answer: ['function f() {', '  return a(c);', '}'], fault: 'The problem is still there: line 5.' };
    const after = asked(scene, { budget, last }) as Prompt;
    const stable = ({ parts }: Prompt): readonly string[] =>
      parts.filter(({ name }) => name !== 'retry' && name !== 'request').map((part) => part.text);
    expect(stable(after)).toEqual(stable(before));
    expect(partOf(after, 'retry')).toContain('return a(c);');
    expect(after.parts.at(-1)?.name).toBe('request');
  });

  it('cuts messages at 400 characters, never inside of one, and tells related places with their code', async () => {
    const scene = await staged('/p/x.ts', 'const one = 1;\n⟦one⟧ = 2;\n', {
      message: `x${'🐘'.repeat(400)}`,
      code: '2588',
      source: 'ts',
    });
    const span = { row: 0, col: 6, endRow: 0, endCol: 9 };
    const far = { message: 'Others too.', path: '/p/y.ts', span };
    const related = [{ message: "'one' is declared here.", path: '/p/x.ts', span }, far, { ...far, path: '/p/z.ts' }];
    const prompt = asked({ ...scene, target: { ...scene.target, related } }, { related: new Map([[far, 'let two;']]) });
    const diagnostic = partOf(prompt as Prompt, 'diagnostic');
    expect(diagnostic).toMatch(/x🐘+…\n/u);
    expect(diagnostic).not.toMatch(/[^\p{L}\p{N}\p{P}\p{S}\s]|\p{Surrogate}/u);
    expect(/x🐘+…/u.exec(diagnostic)?.[0].length).toBeLessThanOrEqual(400);
    expect(diagnostic).toContain("See line 1: 'one' is declared here.\nconst one = 1;");
    expect(diagnostic).toContain('See y.ts, line 1: Others too.\nlet two;');
    expect(diagnostic).toContain('See z.ts, line 1: Others too.');
  });

  it('asks for longer fences than the region has', async () => {
    const scene = await staged('/p/x.ts', 'const a = `\n```ts\n⟦b⟧\n```\n`;\n', { message: 'Wrong.' });
    const prompt = asked(scene, {}) as Prompt;
    expect(partOf(prompt, 'region')).toContain('\n````typescript\n');
    expect(partOf(prompt, 'request')).toContain('````typescript');
  });

  it('says a message of its own where the reporter’s leads astray', async () => {
    const replaced = Object.entries({ ...table('ts'), ...table('intelephense') }).filter(
      ([, { replaceMessage }]) => replaceMessage !== undefined,
    );
    expect(replaced.length).toBeGreaterThan(0);
    for (const [code, { replaceMessage = '' }] of replaced) {
      const source = /^P/u.test(code) ? 'intelephense' : 'ts';
      const scene = await staged(source === 'ts' ? '/p/x.ts' : '/p/x.php', 'a(⟦b⟧);\n', {
        message: 'Misleading.',
        code,
        source,
      });
      const diagnostic = partOf(asked(scene, {}) as Prompt, 'diagnostic');
      expect(diagnostic).toContain(replaceMessage);
      expect(diagnostic).not.toContain('Misleading.');
    }
  });
});

describe('the prompt of the three examples', () => {
  let folder: string;
  const engine = createContextEngine({ grammarsDir: grammarsFolder(), log: () => undefined });
  const signal = new AbortController().signal;
  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'fim-fix-prompt-'));
    for (const [name, text] of Object.entries(PROJECT)) writeFileSync(join(folder, name), text);
    await engine.start({ root: folder, includePaths: [], secretFiles: [], useOtherFiles: true, maxFileBytes: 100_000 });
    await engine.settled();
  });
  afterAll(async () => {
    await engine.dispose();
    rmSync(folder, { recursive: true, force: true });
  });

  /** What `fim fix --explain` prints. */
  async function explained(name: string, line: number, told: object): Promise<string> {
    const path = join(folder, name);
    const text = readFileSync(path, 'utf8');
    const target = diagnosticFrom({ lnum: line - 1, col: 2, end_col: 9, ...told }, readSource(text).lines);
    if (target === undefined) throw new Error('no diagnostic');
    const scene = await sceneAt(path, text, target);
    engine.open({ path, filetype: '', lines: scene.source.lines });
    const { declared } = await engine.lookup(lookupRequest(scene), signal);
    return explainQuestion(questionFor(scene, { budget: 4096, charsPerToken: CHARS_PER_TOKEN, imported: declared }));
  }

  it('of a condition that stands twice holds what to do with it, and the document', async () => {
    const told = { code: 'no-dupe-else-if', source: 'eslint', message: 'This branch can never execute.' };
    const text = await explained('tax.ts', 8, told);
    expect(text).toContain('Make the condition different');
    expect(text).toContain('do not delete the branch');
    expect(text).toContain('Do not delete a branch, case, entry or statement');
    expect(text).toContain("} else if (country === 'DE') {");
    expect(text).toContain('The rest of tax.ts:');
    expect(text).toContain('const RATES');
    expect(text).toMatch(/\/\/ … lines \d+-\d+ left out/u);
  });

  it('of arguments in the wrong order holds the imported function and its body', async () => {
    const message = "Argument of type 'number' is not assignable to parameter of type 'string'.";
    const text = await explained('cart.ts', 7, { code: 2345, source: 'ts', message });
    expect(text).toContain('wrong order');
    expect(text).toContain('From price.ts:');
    expect(text).toContain('export function priceOf(name: string, count: number): number {');
    expect(text).toContain('return name.length * count;');
    expect(text).toContain("import { priceOf } from './price.ts';");
    expect(text).toContain('| document |');
    expect(text).toContain('return priceOf(this.count, this.name);');
  });

  it('of a member that is not there holds those of the object before it', async () => {
    const told = {
      code: 2339,
      source: 'ts',
      message: "Property 'citty' does not exist on type 'Address'.",
      col: 22,
      end_col: 27,
    };
    const text = await explained('ship.ts', 5, told);
    expect(text).toContain('From address.ts:');
    expect(text).toContain('readonly city');
    const php = {
      code: 'P1014',
      source: 'intelephense',
      message: "Undefined property '$citty'.",
      col: 25,
      end_col: 30,
    };
    const other = await explained('Ship.php', 9, php);
    expect(other).toContain('From Address.php:');
    expect(other).toContain('string $city');
  });

  it('of a call holds the function of the own namespace, also where the report is about another line', async () => {
    const told = {
      code: 'P1075',
      source: 'intelephense',
      message: 'Not all paths return a value.',
      col: 33,
      end_col: 36,
    };
    const text = await explained('Bill.php', 7, told);
    expect(text).toContain('From functions.php:');
    expect(text).toContain('return strlen($label) * $count;');
  });

  it.each<[string, string, number, object, string]>([
    [
      'of a function in a loop',
      'loop.ts',
      5,
      {
        code: 'no-loop-func',
        source: 'eslint',
        message: "Function declared in a loop contains unsafe references to variable(s) 'i'.",
      },
      "holds the loop's variable",
    ],
    [
      'of a loop variable that is read behind the loop',
      'loop.py',
      7,
      { code: 'reportPossiblyUnbound', source: 'Pylance', message: '"row" is possibly unbound' },
      'Give it one before the branch',
    ],
  ])('%s holds what to do with the loop variable, and the document', async (_, name, line, told, advice) => {
    const text = await explained(name, line, told);
    expect(text).toContain(advice);
    expect(text).toContain(`The rest of ${name}:`);
    expect(text).toContain('LIMIT');
  });
});

const MANY = Array.from(
  { length: 260 },
  (_, n) => `export function filler${n}(): number {\n  return ${n} * 1000;\n}\n`,
);

const PROJECT = {
  'tax.ts': `export const RATES = { DE: 19, FR: 20 };

export function taxOf(country: string): number {
  if (country === 'FR') {
    return RATES.FR;
  } else if (country === 'DE') {
    return RATES.DE;
  } else if (country === 'DE') {
    return 17;
  }
  return 0;
}

${MANY.join('\n')}`,
  'price.ts': `export function priceOf(name: string, count: number): number {
  return name.length * count;
}
`,
  'cart.ts': `import { priceOf } from './price.ts';

export class Cart {
  readonly name = 'a';
  readonly count = 2;
  total(): number {
    return priceOf(this.count, this.name);
  }
  other(): number {
    return this.count;
  }
}
`,
  'address.ts': `export class Address {
  readonly city = 'a';
  line(): string {
    return this.city;
  }
}
`,
  'ship.ts': `import { Address } from './address.ts';

export function ship(address: Address): string {
  // To where it goes.
  return 'To ' + address.citty;
}
`,
  'Address.php': `<?php

namespace App;

class Address
{
    public string $city = 'a';
}
`,
  'Ship.php': `<?php

namespace App;

class Ship
{
    public function to(Address $address): string
    {
        return $address->citty;
    }
}
`,
  'functions.php': `<?php

namespace App;

function price(string $label, int $count): int
{
    return strlen($label) * $count;
}
`,
  'Bill.php': `<?php

namespace App;

class Bill
{
    public function total(): int
    {
        $total = price('a', 2);
    }
}
`,
  'loop.ts': `const LIMIT = 3;
export function handlers(): (() => number)[] {
  const all: (() => number)[] = [];
  for (var i = 0; i < LIMIT; i++) {
    all.push(() => i);
  }
  return all;
}
`,
  'loop.py': `LIMIT = 3


def last(rows):
    for row in rows:
        print(row)
    return row
`,
};
