/** `npm run format`: rewrites TypeScript, JavaScript, JSON and Lua in the project's style. Changes no meaning: fixes only what is safe. */
import { spawnSync } from 'node:child_process';
import { at, root } from './lib/paths.mjs';
import { setUp } from './lib/setup.mjs';

setUp();
const commands = [
  ['biome', 'check', '--write'],
  ['stylua', 'lua', 'plugin', 'scripts'],
];
for (const [name, ...args] of commands) {
  const { status } = spawnSync(at('node_modules', '.bin', name), args, { cwd: root, stdio: 'inherit' });
  if (status !== 0) process.exitCode = 1;
}
