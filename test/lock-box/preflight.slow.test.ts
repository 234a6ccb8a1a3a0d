import { mkdir, readdir, rm } from 'node:fs/promises';

import type { PreflightLine, PreflightVerdict } from '../../lib/core';
import { lockBoxFolders, preflight } from '../../lib/lock-box';
import type { SftpSettings as Connection } from '../../lib/sftp';
import type { SftpSettings } from '../../tools/sandbox/scan-one/settings';
import { sample } from '../sample';
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

test('a connection that is cut while it is quiet is said to be cut, and what was made is deleted over another one', async () => {
	box.server.settings.idleMs = 300;
	const lines = await asked({ idleMs: 2_000 });
	expect(amiss(lines)).toEqual({ 'line.idle': 'blocks' });
	expect(lines.at(-1)).toMatchObject({ id: 'leftBehind', seen: 'Everything is gone.' });
});

test('an account that may make no folders has test files beside the claims, which no run takes for one', async () => {
	box.server.settings.refusedNames = /^\.preflight-[0-9a-f]{8}$/;
	await box.deliver('a.csv', Buffer.from('Header\n1\n'), { ageMs: 60_000 });
	const lines = asked();
	let isDone = false;
	void lines.finally(() => (isDone = true));
	const seen = new Set<string>();
	await box.working(async (lockBox) => {
		while (!isDone) {
			const { announcements, notYet, ignored, later } = await lockBox.look();
			for (const { name } of [...announcements, ...notYet, ...ignored, ...later]) seen.add(name);
		}
	});
	expect(amiss(await lines)).toEqual({});
	expect([...seen]).toEqual(['a.csv']);
	expect(await filesLeft()).toEqual(['a.csv']);
});

test('what cannot be deleted is named', async () => {
	box.server.settings.permissions = { [`/${ARCHIVE}`]: 'undeletable' };
	const lines = await asked();
	expect(amiss(lines)).toEqual({ leftBehind: 'limits' });
	const left = await filesLeft();
	expect(left.length).toBeGreaterThan(0);
	for (const name of left) expect(lines.at(-1)?.seen).toContain(`/${ARCHIVE}/${name}`);
});

test('an old server is said to be old', async () => {
	box.server.settings.oldServer = true;
	const lines = await asked(
		{ allowTestFiles: false },
		{
			hostFingerprint: box.server.oldHostKeyFingerprint(),
			algorithms: { kex: 'diffie-hellman-group14-sha1', serverHostKey: 'ssh-rsa', cipher: 'aes128-cbc', hmac: 'hmac-sha1' },
		},
	);
	expect(lines.find(({ id }) => id === 'encryption')).toMatchObject({
		verdict: 'limits',
		setting: expect.stringMatching(/Algorithms for Old Servers/),
	});
});

test('a server that stops answering costs its questions, and the preflight ends', async () => {
	box.server.intercept(({ op }, phase) => (op === 'MKDIR' && phase === 'received' ? 'drop' : 'continue'));
	const lines = await asked();
	expect(lines.find(({ id }) => id === 'rest')).toMatchObject({ verdict: 'notAsked' });
	expect(lines.filter(({ verdict }) => verdict === 'blocks').length).toBeGreaterThan(0);
});

test('binding: another instance, a file without a host, a file that is gone', async () => {
	const bindingOf = async (expected: string | null) => {
		const lines = await preflight(box.settings(), lockBoxFolders('Invoices'), {
			...{ outgoing: {}, expected: () => expected, allowTestFiles: false, idleMs: 0 },
		});
		return lines.find(({ id }) => id === 'binding');
	};
	await box.deliver('.coupa-instance', Buffer.from('acme.coupahost.com\n'), { folder: PROCESSING });
	expect(await bindingOf('acme.coupahost.com')).toMatchObject({ verdict: 'ok', advice: null });
	expect(await bindingOf(null)).toMatchObject({ verdict: 'ok', choose: 'acme.coupahost.com' });
	expect(await bindingOf('acme-test.coupahost.com')).toMatchObject({
		verdict: 'blocks',
		seen: expect.stringMatching(/bound to the Coupa instance acme\.coupahost/),
	});
	await box.deliver('.coupa-instance', Buffer.from('?'), { folder: PROCESSING });
	expect(await bindingOf(null)).toMatchObject({ verdict: 'blocks' });
	await rm(box.onDisk(`${PROCESSING}/.coupa-instance`));
	await box.deliver('a~20260131T235959Z~0123456789abcdef.zip', Buffer.from('x'), { folder: ARCHIVE });
	expect(await bindingOf(null)).toMatchObject({ verdict: 'blocks', seen: expect.stringMatching(/is missing, although/) });
	expect(await bindingOf('acme.coupahost.com')).toMatchObject({ verdict: 'limits' });
});

test.each(sample(misbehaviours, 3))('a server that %s', async (_what, settings, expected) => {
	Object.assign(box.server.settings, settings);
	const lines = await asked();
	expect(amiss(lines)).toEqual(expected);
	for (const { verdict, advice } of lines) expect(verdict === 'ok' || (advice ?? '') !== '').toBe(true);
	Object.assign(box.server.settings, { permissions: {}, refusedNames: null });
	expect(await filesLeft()).toEqual([]);
});
