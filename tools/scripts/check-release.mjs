// Says what stands against publishing a version from a tag, and ends with 1: `node tools/scripts/check-release.mjs v0.1.0`.
// Plain JavaScript: it runs before anything is installed.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from './npm.mjs';

const tag = process.argv[2] ?? '';
const { version, repository } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
const sections = readFileSync(join(root, 'CHANGELOG.md'), 'utf8').split(/^## /m).slice(1);
const section = sections.find((text) => text.replace(/^\[/, '').startsWith(version));
const against = [
	...(tag === `v${version}` ? [] : [`The tag is ${tag || 'missing'}, and package.json says ${version}: expected v${version}.`]),
	...(section?.split('\n').slice(1).join('').trim() ? [] : [`CHANGELOG.md has no section "## ${version}" with text in it.`]),
	...(repository ? [] : ['package.json names no repository: npm refuses provenance without the address that the package is built from.']),
];
for (const line of against) console.error(line);
process.exitCode = against.length > 0 ? 1 : 0;
