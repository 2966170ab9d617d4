/** Members that are reached by the wrong sign: what the rule proposes, without a verifier. */
import { describe, expect, it } from 'vitest';
import type { LookupResult } from '../../src/context/service.ts';
import { staticOrThis } from '../../src/fix/tier0/static.ts';
import { staged } from './stage.ts';

const NOTHING: LookupResult = { near: [], imports: [], declared: [] };

/** The text after the first of the ideas. */
async function first(path: string, marked: string, message: string): Promise<string | undefined> {
  const scene = await staged(path, marked, { message, code: 'P1030', source: 'intelephense' });
  const [idea] = staticOrThis.ideas(scene, NOTHING, []);
  let { text } = scene.source;
  for (const { start, end, text: made } of [...(idea?.changes ?? [])].sort((a, b) => b.start - a.start))
    text = text.slice(0, start) + made + text.slice(end);
  return idea === undefined ? undefined : text;
}

const LONG = '        f();\n'.repeat(80);

describe('a bare name of a member', () => {
  it.each([
    ['a.py', 'class A:\n    def b(self):\n        ⟦c⟧()\n', '        self.c()'],
    ['a.py', 'class A:\n    def b(self):\n        # It ends here.\n        ⟦c⟧()\n', '        self.c()'],
    ['a.py', 'class A:\n    def b(self):\n        return f(*⟦c⟧())\n', '        return f(*self.c())'],
    ['a.ts', 'class A {\n  b() {\n    return x ? 1 : ⟦c⟧();\n  }\n}\n', '    return x ? 1 : this.c();'],
    ['a.ts', 'class A {\n  b() {\n    return [...⟦c⟧()];\n  }\n}\n', '    return [...this.c()];'],
    [
      'a.php',
      '<?php\nclass A {\n  function b() {\n    return $x ? 1 : ⟦c⟧();\n  }\n}\n',
      '    return $x ? 1 : $this->c();',
    ],
  ])('gets its object: %s %s', async (path, marked, line) => {
    expect(await first(path, marked, "Undefined name 'c'.")).toContain(`\n${line}\n`);
  });

  it.each([
    ['a.ts', 'class A {\n  b() {\n    other.⟦c⟧();\n  }\n}\n'],
    ['a.ts', 'class A {\n  b() {\n    other\n      .⟦c⟧();\n  }\n}\n'],
  ])('is none behind another object: %s %s', async (path, marked) => {
    expect(await first(path, marked, "Property 'c' does not exist.")).toBeUndefined();
  });
});

describe('an object where there is none', () => {
  it.each([
    ['of a short function', ''],
    ['of a function that is longer than a region', LONG],
  ])('takes `static` away %s', async (_, filler) => {
    const marked = `<?php\nclass A\n{\n    private static function b(): void\n    {\n${filler}        ⟦$this⟧->c();\n${LONG}    }\n}\n`;
    const made = await first('a.php', marked, "Cannot use '$this' in non-object context.");
    expect(made).toContain('    private function b(): void\n');
  });

  it('takes it from the function around, not from another one', async () => {
    const marked =
      '<?php\nclass A\n{\n    private static function a(): void\n    {\n    }\n\n    private static function b(): void\n    {\n        ⟦$this⟧->c();\n    }\n}\n';
    const made = await first('a.php', marked, "Cannot use '$this' in non-object context.");
    expect(made).toContain('private static function a()');
    expect(made).toContain('private function b()');
  });
});
