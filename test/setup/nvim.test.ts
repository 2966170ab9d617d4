import { spawnSync } from 'node:child_process';
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, afterEach, describe, expect, it, vi } from 'vitest';
import { findNvims, installHint } from '../../scripts/lib/nvim.mjs';

const folder = mkdtempSync(join(tmpdir(), 'fim-nvim-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
afterEach(() => vi.unstubAllEnvs());

/** A program that answers as Neovim does when it is asked who it is. */
function fakeNvim(version: string): string {
  const path = join(folder, `nvim-${version}`);
  writeFileSync(path, `#!/bin/sh\nprintf '%s\\n%s' '${version}' "$0"\n`);
  chmodSync(path, 0o755);
  return path;
}

describe('finding Neovim', () => {
  it.each(['any', 'tested'] as const)('takes only what FIM_NVIM names (%s)', (need) => {
    const path = fakeNvim('0.11.3');
    vi.stubEnv('FIM_NVIM', path);
    expect(findNvims({ need })).toEqual({ nvims: [{ version: '0.11.3', path }], notes: [] });
  });

  it('refuses a Neovim that is too old, and says what to do', () => {
    vi.stubEnv('FIM_NVIM', fakeNvim('0.9.5'));
    expect(() => findNvims({ need: 'any' })).toThrow(/is Neovim 0\.9\.5\. To get Neovim 0\.10 or newer:/);
  });

  it.each(['/nonexistent/nvim', '/bin/true'])('refuses %s, which is no Neovim', (path) => {
    vi.stubEnv('FIM_NVIM', path);
    expect(() => findNvims({ need: 'any' })).toThrow('is not a Neovim that runs');
  });

  it('takes both tested versions, oldest first', () => {
    const versions = (findNvims({ need: 'tested', fetch: false }).nvims as { version: string }[]).map(
      ({ version }) => version,
    );
    expect(versions.length).toBeGreaterThan(0);
    expect(versions).toEqual([...versions].sort((a, b) => a.localeCompare(b, 'en', { numeric: true })));
  });

  it('names a way to install it that fits the system', () => {
    expect(installHint('darwin')).toContain('brew install neovim');
    expect(installHint('linux')).toContain('FIM_NVIM=');
  });
});

describe('fetching Neovim', () => {
  it('fails with one line where the archive cannot be read', () => {
    const script = fileURLToPath(new URL('../../scripts/get-nvim.sh', import.meta.url));
    const env = { ...process.env, DEB_MIRROR: 'file:///nonexistent' };
    const { status, stderr } = spawnSync('sh', [script, 'forky', join(folder, 'forky')], { env, encoding: 'utf8' });
    expect(status).not.toBe(0);
    expect(stderr.trim().split('\n')).toHaveLength(1);
    expect(stderr).toMatch(/^apt-root\.sh: /);
  });
});
