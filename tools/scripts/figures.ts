import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import { PROJECT } from '../harness/project';

interface NodeFigures {
	name: string;
	/** Of the description as n8n sends it to the editor, in bytes of JSON. */
	bytes: number;
	/** What is shown for one resource only, in bytes of JSON by resource. */
	byResource: Record<string, number>;
}

export interface BuildFigures {
	nodes: NodeFigures[];
	/** Of the packed tarball, and of what it unpacks to, in bytes. */
	tarball: { packed: number; unpacked: number };
	/** What n8n spends at start on requiring and instantiating all nodes and credentials, in milliseconds; best of three processes. */
	loadMs: number;
}

interface Measured {
	ms: number;
	descriptions: Array<{ name: string; properties: Array<{ displayOptions?: { show?: { resource?: string[] } } }> }>;
}

/** Run by Node on its own, classes by file name as n8n finds them. n8n has loaded n8n-workflow long before it comes to a package. */
const MEASURE = `
	require('n8n-workflow');
	const { nodes, credentials } = require('./package.json').n8n;
	const started = performance.now();
	const made = [...nodes, ...credentials].map((path) => new (require('./' + path)[path.split('/').at(-1).split('.')[0]])());
	const ms = performance.now() - started;
	console.log(JSON.stringify({ ms, descriptions: made.map(({ description }) => description).filter(Boolean) }));
`;

/** Sizes and load time of what is in dist/ now. */
export function buildFigures(): BuildFigures {
	const runs = [1, 2, 3].map(
		() => JSON.parse(execFileSync(process.execPath, ['-e', MEASURE], { cwd: PROJECT, encoding: 'utf8' })) as Measured,
	);
	return {
		nodes: (runs[0]?.descriptions ?? []).map(nodeFigures),
		tarball: tarball(),
		loadMs: Math.min(...runs.map(({ ms }) => ms)),
	};
}

/** The figures as lines for people. */
export function printed({ nodes, tarball: { packed, unpacked }, loadMs }: BuildFigures): string[] {
	const version = (JSON.parse(readFileSync(join(PROJECT, 'package.json'), 'utf8')) as { version: string }).version;
	return [
		`Built ${version}: tarball ${kB(packed)} (limit 1,200 kB), unpacked ${kB(unpacked)}; nodes load in ${loadMs.toFixed(0)} ms (limit 100 ms)`,
		...nodes.map(({ name, bytes, byResource }) => {
			const parts = Object.entries(byResource).map(([resource, cost]) => `${resource} ${kB(cost)}`);
			return `  description of ${name}: ${kB(bytes)}${parts.length > 0 ? ` (${parts.join(', ')})` : ''}`;
		}),
	];
}

function nodeFigures(description: Measured['descriptions'][number]): NodeFigures {
	const byResource: Record<string, number> = {};
	for (const property of description.properties) {
		const [resource, ...others] = property.displayOptions?.show?.resource ?? [];
		if (resource === undefined || others.length > 0) continue;
		byResource[resource] = (byResource[resource] ?? 0) + bytesOf(property);
	}
	return { name: description.name, bytes: bytesOf(description), byResource };
}

function tarball(): BuildFigures['tarball'] {
	// npm prints notices around the JSON on stderr only.
	const [packed] = JSON.parse(
		execFileSync('npm', ['pack', '--dry-run', '--json', '--ignore-scripts'], {
			cwd: PROJECT,
			encoding: 'utf8',
			stdio: ['ignore', 'pipe', 'ignore'],
			shell: process.platform === 'win32',
		}),
	) as [{ size: number; unpackedSize: number }];
	return { packed: packed.size, unpacked: packed.unpackedSize };
}

function bytesOf(value: unknown): number {
	return Buffer.byteLength(JSON.stringify(value));
}

function kB(bytes: number): string {
	return `${(bytes / 1000).toFixed(1)} kB`;
}
