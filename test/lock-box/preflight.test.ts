import { mkdir, readdir } from 'node:fs/promises';

import type { PreflightLine, PreflightVerdict } from '../../lib/core';
import { lockBoxFolders, preflight } from '../../lib/lock-box';
import type { SftpSettings as Connection } from '../../lib/sftp';
import type { SftpSettings } from '../../tools/sandbox/scan-one/settings';
import { ARCHIVE, INCOMING, PROCESSING, REJECTED, TestLockBox, WAITING } from './lock-box';

const OUTGOING = 'Outgoing/Suppliers';
const ALL = [INCOMING, PROCESSING, WAITING, REJECTED, ARCHIVE, OUTGOING];

let box: TestLockBox;
beforeEach(async () => {
	box = await TestLockBox.start();
	for (const folder of ALL) await mkdir(box.onDisk(folder), { recursive: true });
});
afterEach(() => box.stop());

async function asked(
	options: { allowTestFiles?: boolean; idleMs?: number } = {},
	changes: Partial<Connection> = {},
): Promise<PreflightLine[]> {
	return await preflight(box.settings(changes), lockBoxFolders('Invoices'), {
		...{ outgoing: { Suppliers: OUTGOING }, expected: () => null, allowTestFiles: true, idleMs: 50, ...options },
	});
}

/** The lines that are not ok, by their ids. */
function amiss(lines: PreflightLine[]): Record<string, PreflightVerdict> {
	return Object.fromEntries(lines.filter(({ verdict }) => verdict !== 'ok').map(({ id, verdict }) => [id, verdict]));
}

async function filesLeft(): Promise<string[]> {
	const names = await readdir(box.server.root, { recursive: true, withFileTypes: true });
	return names.filter((one) => one.isFile()).map(({ name }) => name);
}

test('a healthy server answers every question with ok, and nothing stays there', async () => {
	const lines = await asked();
	expect(amiss(lines)).toEqual({});
	expect(lines.map(({ id }) => id)).toEqual([...new Set(lines.map(({ id }) => id))]);
	expect(lines.length).toBeGreaterThan(35);
	for (const line of lines)
		expect(line).toMatchObject({ system: 'Scan One', asked: expect.stringMatching(/\S/), seen: expect.stringMatching(/\S/) });
	expect(await filesLeft()).toEqual([]);
	expect(await readdir(box.onDisk(PROCESSING))).toEqual([]);
});

test('without Allow Test Files nothing is written, and what takes files is not asked', async () => {
	await box.deliver('a.csv', Buffer.from('Header\n1\n'));
	box.server.clearRequests();
	const lines = await asked({ allowTestFiles: false });
	const writes = box.server.requests().filter(({ op }) => ['WRITE', 'MKDIR', 'REMOVE', 'RENAME', 'EXT_RENAME', 'SETSTAT'].includes(op));
	expect(writes).toEqual([]);
	const notAsked = lines.filter(({ verdict }) => verdict === 'notAsked');
	expect(notAsked.map(({ id }) => id)).toEqual(
		expect.arrayContaining(['rights.incoming', 'move.claim', 'files.bytes', 'names.own', 'clock']),
	);
	for (const line of notAsked) expect(line).toMatchObject({ setting: 'Scan One → Lock-Box → Preflight → Allow Test Files', choose: 'On' });
	expect(lines.find(({ id }) => id === 'listing.kinds')).toMatchObject({ verdict: 'ok' });
});

const MOVES = ['claim', 'retry', 'archive', 'reject', 'release'];
const moves = (verdict: PreflightVerdict) => Object.fromEntries(MOVES.map((key) => [`move.${key}`, verdict]));

const misbehaviours: Array<[string, Partial<SftpSettings>, Record<string, PreflightVerdict>]> = [
	['shows no file types', { noFileTypes: true }, { 'listing.kinds': 'limits' }],
	['shows every time as 0', { times: 'zero' }, { 'listing.times': 'limits' }],
	['shows no times', { times: 'missing' }, { 'listing.times': 'limits' }],
	['shows other times in listings', { listingTimesAhead: 3600 }, { 'listing.times': 'blocks' }],
	['shows sizes in listings only', { sizes: 'listing' }, { 'listing.sizes': 'limits' }],
	['shows sizes of single files only', { sizes: 'stat' }, { 'listing.sizes': 'limits' }],
	['shows no sizes', { sizes: 'missing' }, { 'listing.sizes': 'blocks' }],
	['has another time', { clockSkewSeconds: -7200 }, { clock: 'limits' }],
	['cannot create exclusively', { exclusiveCreate: 'unsupported' }, { 'files.exclusive': 'limits' }],
	['creates over what is there', { exclusiveCreate: 'ignored' }, { 'files.exclusive': 'limits' }],
	['overwrites nothing', { overwriting: 'refused' }, { 'files.overwrite': 'limits' }],
	['renames over what is there', { renameOverExisting: 'overwrite' }, { 'files.renameOver': 'limits' }],
	['has no posix-rename', { posixRename: false }, {}],
	['moves by copying', { renames: 'copying' }, moves('limits')],
	['says it has moved and leaves the old name', { renames: 'pretended', posixRename: false }, moves('blocks')],
	[
		'renames nothing',
		{ renames: 'refused' },
		{
			...{ ...moves('blocks'), 'move.reject': 'limits', 'move.release': 'limits' },
			...{ 'rights.incoming': 'blocks', 'rights.processing': 'blocks', 'rights.waiting': 'blocks', 'rights.rejected': 'limits' },
			...{ 'rights.outgoing.Suppliers': 'blocks' },
		},
	],
	['lists no names with a dot in front', { hidesDotFiles: true }, { 'listing.hidden': 'limits' }],
	['refuses the sign of claims', { refusedNames: /~/ }, { 'names.own': 'blocks', 'names.long': 'limits', 'names.unusual': 'limits' }],
	['refuses names with a dot in front', { refusedNames: /^\.(?!preflight)/ }, { 'names.own': 'blocks', 'listing.hidden': 'limits' }],
	['refuses reports', { refusedNames: /report/ }, { 'names.out': 'blocks' }],
	['refuses long names', { refusedNames: /^.{100}/ }, { 'names.long': 'limits' }],
	['refuses letters with dots', { refusedNames: /[^ -~]/ }, { 'names.unusual': 'limits' }],
	['changes line ends', { lineEnds: 'changed' }, { 'files.bytes': 'blocks' }],
	['has few handles', { mostHandles: 8 }, { 'files.handles': 'limits' }],
	['lets one connection in', { mostConnections: 1 }, { 'line.connections': 'limits' }],
	['gives files out once', { givesOnce: [`/${INCOMING}`] }, { 'rights.incoming': 'limits' }],
	['lets Scan One fetch at once', { fetchedAtOnce: { [`/${OUTGOING}`]: 'finalName' } }, { 'rights.outgoing.Suppliers': 'limits' }],
	[
		'lets no file be made in Incoming',
		{ permissions: { [`/${INCOMING}`]: 'noNewFiles' } },
		{ 'rights.incoming': 'limits', 'move.claim': 'notAsked', 'move.release': 'limits' },
	],
	['has a read-only archive', { permissions: { [`/${ARCHIVE}`]: 'readOnly' } }, { 'rights.archive': 'blocks', 'move.archive': 'blocks' }],
];

test('a slow line is said to be slow', async () => {
	box.server.settings.latencyMs = 300;
	expect(amiss((await asked({ allowTestFiles: false })).filter(({ id }) => id.startsWith('line.')))).toEqual({ 'line.latency': 'limits' });
});

test.each(misbehaviours)('a server that %s', async (_what, settings, expected) => {
	Object.assign(box.server.settings, settings);
	const lines = await asked();
	expect(amiss(lines)).toEqual(expected);
	for (const { verdict, advice } of lines) expect(verdict === 'ok' || (advice ?? '') !== '').toBe(true);
	Object.assign(box.server.settings, { permissions: {}, refusedNames: null });
	expect(await filesLeft()).toEqual([]);
});
