/**
 * Checks the direction of imports in `src` (rules: .dependency-cruiser.cjs).
 * Fails when it did not see every TypeScript file: with a TypeScript that has no compiler API (7 and later),
 * dependency-cruiser sees none and reports "no violations".
 *
 *   node scripts/lint-layers.mjs [folder that holds src]
 */
import { readdirSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join, relative, resolve, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import { cruise } from 'dependency-cruiser';
import extractTsConfig from 'dependency-cruiser/config-utl/extract-ts-config';
import { at, root } from './lib/paths.mjs';

const { forbidden, options } = createRequire(import.meta.url)(at('.dependency-cruiser.cjs'));

/** @returns {string[]} TypeScript files below `base`/src, as paths from `base` with `/` */
function filesOnDisk(base) {
  return readdirSync(join(base, 'src'), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith('.ts'))
    .map((entry) => relative(base, join(entry.parentPath, entry.name)).split(sep).join('/'));
}

/**
 * @param {string} base folder that holds `src`
 * @param {string[]} folders what to look at, from `base`
 * @returns {Promise<{ seen: number, problems: string[] }>} one line for each problem; none: all is well
 */
export async function checkLayers(base = root, folders = ['src']) {
  const tsConfig = extractTsConfig(at('tsconfig.json'));
  const cruiseOptions = { ...options, ruleSet: { forbidden }, validate: true, baseDir: base };
  const { output } = await cruise(folders, cruiseOptions, undefined, { tsConfig });
  const seen = new Set(output.modules.map(({ source }) => source));
  const unseen = filesOnDisk(base).filter((file) => !seen.has(file));
  const problems = output.summary.violations.map(describe);
  if (output.summary.totalCruised === 0 || seen.size === 0)
    problems.push('No module was seen: the check is worthless.');
  else if (unseen.length > 0) problems.push(`${unseen.length} files were not seen, ${unseen[0]} among them.`);
  return { seen: seen.size, problems };
}

function describe({ rule, from, to, cycle }) {
  const comment = forbidden.find(({ name }) => name === rule.name)?.comment ?? '';
  const path = cycle ? cycle.map(({ name }) => name).join(' → ') : to;
  return `${from} → ${path}: ${rule.name}. ${comment}`;
}

if (process.argv[1] && resolve(process.argv[1]) === fileURLToPath(import.meta.url)) {
  const { seen, problems } = await checkLayers(resolve(process.argv[2] ?? root));
  for (const problem of problems) process.stderr.write(`${problem}\n`);
  if (problems.length === 0) process.stdout.write(`layers: ${seen} modules, all imports point down.\n`);
  process.exitCode = problems.length > 0 ? 1 : 0;
}
