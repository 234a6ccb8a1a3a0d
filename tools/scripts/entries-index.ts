import { readdirSync } from 'node:fs';
import { join } from 'node:path';

import { PROJECT } from '../harness/project';

export const RESOURCES = join(PROJECT, 'lib', 'coupa', 'resources');

/** The module lib/coupa/resources/index.ts: every entry beside it, so that adding one needs no other edit. */
export function entriesIndex(): string {
	const files = readdirSync(RESOURCES)
		.filter((name) => name.endsWith('.ts') && name !== 'index.ts' && name !== 'entry.ts')
		.map((name) => name.replace(/\.ts$/, ''))
		.sort();
	const camel = (stem: string) => stem.replace(/-([a-z])/g, (_, letter: string) => letter.toUpperCase());
	const imports = files.map((stem) => `import { ${camel(stem)} } from './${stem}';`);
	return [
		'// Written by the build from the files beside it: edit those.',
		...imports,
		"import type { Entry } from './entry';",
		'',
		`export const ENTRIES: readonly Entry[] = [\n${files.map((stem) => `\t${camel(stem)},`).join('\n')}\n];`,
		'',
	].join('\n');
}
