/** The source `dependencies`: what a file names, nearest to the cursor first. Real PHP, `|` is the cursor. */
import { beforeAll, describe, expect, it } from 'vitest';
import { dependencies } from '../../../src/context/sources/dependencies.ts';
import { scope } from '../../../src/context/sources/scope.ts';
import type { Snippet } from '../../../src/text/snippet.ts';
import { type Asked, type Asks, asks } from './asked.ts';

const type = (name: string, ...members: string[]): string =>
  `<?php\nnamespace App;\nclass ${name}\n{\n${members.map((member) => `    public function ${member}() {}\n`).join('')}}\n`;

const files = {
  'src/Clock.php': type('Clock', 'now', 'tick'),
  'src/Mailer.php': type('Mailer', 'send', 'queue'),
  'src/Slug.php': type('Slug', 'fromTitle'),
  'src/Money.php': type('Money', 'cents'),
  'src/Order.php': type('Order', 'total'),
  'src/Error.php':
    '<?php\nnamespace App;\nclass NotFound extends \\RuntimeException\n{\n    public static function of(string $id): self {}\n}\n',
  'src/functions.php': '<?php\nnamespace App\\Text;\nfunction slug(string $title): string {}\n',
};

let ask: Asks;
let askScope: Asks;
beforeAll(async () => {
  ask = await asks(dependencies, files);
  askScope = await asks(scope, files);
});

const asked = (text: string, options: Asked = {}): readonly Snippet[] => ask('src/Page.php', text, options);
const paths = (snippets: readonly Snippet[]): readonly string[] =>
  snippets.filter(({ kind }) => kind === 'signatures').map(({ path }) => path);

const page = (near: string, far = ''): string => `<?php
namespace App;
class Page
{
    public function far()
    {
        ${far}
    }

    public function near()
    {
        ${near}
    }
}
`;

describe('the dependencies', () => {
  it('are what the file names, by all the ways that a language has', () => {
    const text = page('|', 'Slug::fromTitle(); try { new Mailer(); } catch (NotFound $e) {} $f = fn (Clock $c) => 1;');
    expect(new Set(paths(asked(text, { room: 400 })))).toEqual(
      new Set(['src/Slug.php', 'src/Mailer.php', 'src/Error.php', 'src/Clock.php']),
    );
  });

  it('are what comments and attributes name', () => {
    const text = `<?php\nnamespace App;\n#[Slug]\nclass Page\n{\n    /** @return Money[] */\n    function a() {}\n    function b() { | }\n}\n`;
    expect(paths(asked(text, { room: 400 }))).toEqual(['src/Money.php', 'src/Slug.php']);
  });

  it('come nearest first', () => {
    const far = ['new Clock();', 'new Mailer();', 'new Slug();'].join('\n        ');
    expect(paths(asked(page('|', far), { room: 400 }))).toEqual(['src/Slug.php', 'src/Mailer.php', 'src/Clock.php']);
  });

  it('are not what the scope shows', () => {
    const text = page('new Order();\n        |', 'new Clock();');
    expect(paths(askScope('src/Page.php', text, { room: 400 }))).toContain('src/Order.php');
    expect(paths(asked(text, { room: 400 }))).toEqual(['src/Clock.php']);
  });

  it('hold what is imported and not used yet, functions as well', () => {
    const text = `<?php\nnamespace Web;\nuse App\\Clock;\nuse function App\\Text\\slug;\nclass Page\n{\n    |\n}\n`;
    const snippets = asked(text, { room: 400 });
    expect(paths(snippets)).toEqual(['src/Clock.php', 'src/functions.php']);
    expect(snippets[1]?.text).toBe('function slug(string $title): string;');
  });

  it('are never a class that is only called like one of the language', () => {
    expect(asked(page('|', 'throw new \\NotFound();'), { room: 400 })).toEqual([]);
  });

  it('find a class that is not imported yet, where the project has one of that name', () => {
    const text = '<?php\nnamespace Web;\nclass Page\n{\n    function a() { new Clock(); }\n    function b() { | }\n}\n';
    expect(paths(asked(text, { room: 400 }))).toEqual(['src/Clock.php']);
  });

  it('tell the names of what does not fit', () => {
    const far = 'new Clock(); new Mailer(); new Slug();';
    const [first, last] = asked(page('|', far), { room: 60 }).map(({ kind }) => kind);
    expect([first, last]).toEqual(['signatures', 'names']);
  });

  it.each([0, 10, 30, 60, 123, 400])('never take more than %i tokens', (room) => {
    const text = page('|', 'new Clock(); new Mailer(); new Slug(); new Money(); new NotFound();');
    expect(asked(text, { room }).reduce((sum, { tokens }) => sum + tokens, 0)).toBeLessThanOrEqual(room);
  });

  it.each(['<?php |', '|', '<?php namespace A; use B\\{C, |', '<?php class A { function b(| '])(
    'never throw for %s',
    (text) => {
      expect(() => asked(text)).not.toThrow();
    },
  );
});
