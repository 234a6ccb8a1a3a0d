import { createHash } from 'node:crypto';
import { existsSync, globSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { PROJECT } from '../harness/project';

/** What the build says of itself; it stays out of the tarball. */
const NOTE = join(PROJECT, 'dist', '.built');
/** Whatever dist/ is made of. */
const SOURCES = ['{lib,nodes,credentials,icons}/**/*', 'workflows/*.json', 'tools/scripts/*.{ts,cjs}', 'package-lock.json'];

export interface Built {
	/** Hash of the sources when they were built. */
	sources: string;
	/** Files that went into the bundles, those of packages included; relative to the project. */
	inputs: string[];
}

/** One hash over names and content of everything that dist/ is made of. */
export function sourcesHash(): string {
	const hash = createHash('sha256');
	// The README is also the help page.
	for (const name of globSync([...SOURCES, 'README.md'], { cwd: PROJECT }).sort()) {
		const path = join(PROJECT, name);
		if (statSync(path).isFile()) hash.update(`${name.replaceAll('\\', '/')}\n`).update(readFileSync(path));
	}
	return hash.digest('hex');
}

/** Notes in dist/ what it was built from. The last step of a build: one that was cut off is not fresh. */
export function noteBuilt(built: Built): void {
	writeFileSync(NOTE, JSON.stringify(built));
}

/** The note of the last whole build; null where there is none. */
export function lastBuilt(): Built | null {
	return existsSync(NOTE) ? (JSON.parse(readFileSync(NOTE, 'utf8')) as Built) : null;
}

/** Whether dist/ is what the sources of today give. */
export function isFresh(): boolean {
	return lastBuilt()?.sources === sourcesHash();
}
