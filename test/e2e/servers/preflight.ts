import assert from 'node:assert/strict';
import { readdir } from 'node:fs/promises';

import { lockBoxFolders, preflight } from '../../../lib/lock-box';
import { INCOMING } from '../../lock-box/lock-box';
import { check } from '../checks';
import type { RealServer } from './real-server';

/** The lines of a preflight that are not ok, by their ids. */
export async function preflighted(server: RealServer): Promise<Record<string, string>> {
	const lines = await preflight(server.settings, lockBoxFolders('Invoices'), {
		...{ outgoing: { Suppliers: 'Outgoing/Suppliers' }, expected: () => null, allowTestFiles: true, idleMs: 200 },
	});
	return Object.fromEntries(lines.filter(({ verdict }) => verdict !== 'ok').map(({ id, verdict }) => [id, verdict]));
}

export async function preflightCheck(name: string, server: RealServer, amiss: Record<string, string>): Promise<void> {
	await check(`${name}: the preflight finds what the server is like, and leaves nothing there`, async () => {
		assert.deepEqual(await preflighted(server), amiss);
		assert.deepEqual((await readdir(server.root, { recursive: true })).sort(), ['Incoming', INCOMING]);
	});
}
