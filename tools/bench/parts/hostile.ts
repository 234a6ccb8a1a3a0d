import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { hostilePackages } from '../../sandbox/scan-one';
import { check, type Check, type PartResult } from '../figures';
import { type HostileReading, readHostile } from '../hostile-reading';
import type { Scale } from '../scale';

/**
 * Packages that are made to keep n8n busy or to fill its memory, and a large one in which all is well, each read in a process of its
 * own: the longest block of the event loop, and the memory above what the process had at rest.
 */
export async function hostile(_n8n: unknown, scale: Scale): Promise<PartResult> {
	const folder = await mkdtemp(join(tmpdir(), 'bench-hostile-'));
	try {
		const all: HostileReading[] = [];
		for (const times of scale.hostile) {
			for (const file of hostilePackages(times)) all.push(await readHostile(file, folder));
		}
		return {
			figures: {
				longestBlockMs: Math.max(...all.map(({ longestBlockMs }) => longestBlockMs)),
				hostilePeakMb: Math.max(...all.map(({ aboveIdleMb }) => aboveIdleMb)),
			},
			checks: all.map(verdict),
			detail: { packages: all },
		};
	} finally {
		await rm(folder, { recursive: true, force: true });
	}
}

function verdict({ name, sizeMb, aboveIdleMb, goalMb, longestBlockMs, seconds, items, firstCode }: HostileReading): Check {
	const outcome = `${items} items${firstCode === null ? '' : `, ${firstCode}`}`;
	return check(
		`${name} of ${sizeMb.toFixed(1)} MB`,
		aboveIdleMb <= goalMb,
		`${aboveIdleMb.toFixed(0)} MB above idle, goal ${goalMb.toFixed(0)}; block ${longestBlockMs.toFixed(0)} ms; ${seconds.toFixed(1)} s; ${outcome}`,
	);
}
