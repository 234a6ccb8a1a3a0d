/*
 * The lock-box on SFTP servers of other makers than OpenSSH: look, claim, read, settle, upload. Servers that are not
 * installed are skipped by name: Debian has them as proftpd-core with proftpd-mod-crypto, and as python3-asyncssh.
 * Prints `N passed, N failed` at the end.
 */
import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { readdir, readFile, rm, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { ICredentialDataDecryptedObject, IDataObject, INodeExecutionData } from 'n8n-workflow';

import { type Announcement, LockBox, LockBoxBoundError } from '../../lib/lock-box';
import { isFailure, makeFolders, type SftpFailure, type SftpPort, withSftp } from '../../lib/sftp';
import { coupaCredential, startCoupa } from '../../tools/harness/engine/coupa';
import { Engine } from '../../tools/harness/engine/engine';
import { packageOf, PLAIN_LAYOUT, plainInvoice } from '../../tools/sandbox/scan-one';
import { ARCHIVE, INCOMING, PROCESSING, REJECTED, rejectionOf, WAITING, zipOf } from '../lock-box/lock-box';
import { check, conclude, skip } from './checks';
import { asyncsshVersion, startAsyncssh } from './servers/asyncssh';
import { preflightCheck, preflighted } from './servers/preflight';
import { REFUSALS } from './servers/proftpd-refusals';
import { proftpdVersion, startProftpd } from './servers/proftpd';
import type { RealServer } from './servers/real-server';

interface Candidate {
	name: string;
	version: string | null;
	packages: string;
	start: () => Promise<RealServer>;
	/** What the preflight finds, by the ids of its lines; one folder for Scan One is missing everywhere. */
	amiss: Record<string, string>;
}

const MISSING = { 'folder.outgoing.Suppliers': 'limits' };
const PROFTPD = { version: proftpdVersion(), packages: 'proftpd-core proftpd-mod-crypto' };
const CANDIDATES: Candidate[] = [
	{
		...PROFTPD,
		name: 'ProFTPD with mod_sftp',
		start: async () => await startProftpd(),
		amiss: { ...MISSING, 'files.overwrite': 'limits' },
	},
	{
		...PROFTPD,
		name: 'ProFTPD with mod_sftp, AllowOverwrite on',
		start: async () => await startProftpd(() => '<Directory /*>\nAllowOverwrite on\n</Directory>'),
		amiss: MISSING,
	},
	{ name: 'AsyncSSH', version: asyncsshVersion(), packages: 'python3-asyncssh', start: startAsyncssh, amiss: MISSING },
];

const zip = zipOf('invoices.csv', 'Header\n1\n');

class Flow {
	constructor(private readonly server: RealServer) {}

	get root(): string {
		return this.server.root;
	}

	get credential(): ICredentialDataDecryptedObject {
		return this.server.credential;
	}

	async working<T>(use: (lockBox: LockBox, port: SftpPort) => Promise<T>): Promise<T> {
		return await withSftp(
			this.server.settings,
			async (port) => await use(new LockBox(port, { owner: 'test', settleMs: 50, reclaimMs: 3_600_000 }), port),
		);
	}

	async deliver(name: string, bytes: Buffer): Promise<void> {
		const path = join(this.server.root, INCOMING, name);
		await writeFile(path, bytes);
		await utimes(path, Date.now() / 1000 - 60, Date.now() / 1000 - 60);
	}

	async names(folder: string): Promise<string[]> {
		return (await readdir(join(this.server.root, folder)).catch(() => [])).sort();
	}

	async content(folder: string, name: string): Promise<Buffer> {
		return await readFile(join(this.server.root, folder, name));
	}

	async claimed(): Promise<string | null> {
		return await this.working(async (lockBox) => {
			const [announcement] = (await lockBox.look()).announcements;
			const claim = announcement && (await lockBox.claim(announcement));
			await claim?.renew();
			return claim?.name ?? null;
		});
	}
}

async function checks(name: string, flow: Flow): Promise<void> {
	const large = zipOf('invoices.csv', randomBytes(3_000_000).toString('hex'));

	await check(`${name}: look, claim, read, renew, settle`, async () => {
		await flow.deliver('Grüße ~ 1.zip', zip);
		await flow.deliver('large.zip', large);
		const claims = await flow.working(async (lockBox) => {
			const { announcements, notYet, ignored, notices } = await lockBox.look();
			assert.deepEqual([notYet, ignored, notices], [[], [], []]);
			assert.deepEqual(announcements.map(sizeAndName).sort(), [`${zip.length} Grüße ~ 1.zip`, `${large.length} large.zip`].sort());
			const names: string[] = [];
			for (const announcement of announcements) {
				const claim = await lockBox.claim(announcement);
				assert.ok(claim, `${announcement.name} was not claimed`);
				assert.ok((await claim.read({ maxBytes: large.length })).equals(announcement.name === 'large.zip' ? large : zip));
				await claim.renew();
				names.push(claim.name);
			}
			return names;
		});
		assert.deepEqual(await flow.names(INCOMING), []);
		await flow.working(async (lockBox) => {
			for (const [index, claim] of claims.entries())
				assert.deepEqual(
					await lockBox.settle(claim, {
						rejected: { fileName: `r${index}.zip`, bytes: zip, reportName: `r${index}.csv`, report: Buffer.from('row\n') },
						waiting: { fileName: `w${index}.zip`, bytes: zip },
					}),
					{
						archived: claim,
						rejected: { fileName: `r${index}.zip`, reportName: `r${index}.csv` },
						waiting: `w${index}.zip`,
						wasSettled: false,
					},
				);
			assert.equal((await lockBox.settle(claims[0] ?? '')).wasSettled, true);
		});
		assert.deepEqual(await flow.names(ARCHIVE), [...claims].sort());
		assert.deepEqual(await flow.names(REJECTED), ['r0.csv', 'r0.zip', 'r1.csv', 'r1.zip']);
		assert.deepEqual(await flow.names(WAITING), ['w0.zip', 'w1.zip']);
		assert.deepEqual(await flow.names(PROCESSING), []);
	});

	await check(`${name}: two runs at once, one has the package; released, it can be claimed again`, async () => {
		await flow.deliver('two.zip', zip);
		const claims = (await Promise.all([flow.claimed(), flow.claimed()])).filter((claim) => claim !== null);
		assert.equal(claims.length, 1);
		await flow.working(async (lockBox) => await lockBox.release(claims[0] ?? ''));
		assert.deepEqual(await flow.names(INCOMING), ['two.zip']);
		const again = await flow.claimed();
		await flow.working(async (lockBox) => await lockBox.settle(again ?? ''));
		assert.deepEqual(await flow.names(PROCESSING), []);
	});

	await check(`${name}: the nodes: trigger, Get Many, Import, Acknowledge, Upload`, async () => {
		// A lock-box that was in use without being bound would be refused.
		await rm(join(flow.root, ARCHIVE), { recursive: true, force: true });
		await withNodes(flow.credential, async (engine) => {
			const facts = [plainInvoice('E-1'), plainInvoice('E-2')];
			await flow.deliver('nodes.zip', (await packageOf('nodes.zip', facts, PLAIN_LAYOUT)).content);
			const options = { settlingTime: 0.05 };
			const polled = (await engine.poll({ options }, {}, 'trigger')) ?? [];
			assert.deepEqual(
				polled.map(({ json }) => json.file),
				['nodes.zip'],
			);
			const run = async (node: 'coupa' | 'scanOne', parameters: IDataObject, items?: INodeExecutionData[]) => {
				const result = await engine.execute(node, parameters, items);
				if (result.error) throw result.error;
				return result.items;
			};
			const invoice = (operation: string, more: IDataObject) => ({ resource: 'invoice', operation, options: {}, ...more });
			const claimed = await run('scanOne', invoice('getAll', { mode: 'claim', package: '={{ $json.file }}', options }), polled);
			assert.equal(claimed.length, 2);
			const imported = await run('coupa', invoice('import', { submit: 'asFileSays', validateOnly: false }), claimed);
			assert.deepEqual(
				imported.map(({ json }) => json.outcome),
				['imported', 'imported'],
			);
			const settled = await run('scanOne', invoice('acknowledge', { needsBuyer: 'retry' }), imported);
			assert.deepEqual(
				settled.map(({ json }) => [json.package, json.settled]),
				[['nodes.zip', true]],
			);
			assert.ok((await flow.names(ARCHIVE)).includes(String(settled[0]?.json.archivedAs)));
			const suppliers = { resource: 'supplier', operation: 'getAll', returnAll: true, records: 'all', filters: {}, options: {} };
			const upload = {
				resource: 'supplier',
				operation: 'upload',
				source: 'items',
				file: 'supplierExport',
				options: { createFolder: true },
			};
			const [uploaded] = await run('scanOne', upload, await run('coupa', suppliers));
			assert.deepEqual(await flow.names('Outgoing/Suppliers'), [uploaded?.json.fileName]);
		});
	});

	await check(`${name}: binds the lock-box once`, async () => {
		await rm(join(flow.root, PROCESSING, '.coupa-instance'), { force: true });
		await flow.working(async (lockBox) => {
			await lockBox.bindInstance('one.example');
			assert.equal(await lockBox.boundInstance(), 'one.example');
			assert.ok((await rejectionOf(lockBox.bindInstance('other.example'))) instanceof LockBoxBoundError);
		});
	});

	await check(`${name}: upload, again, and nothing is overwritten`, async () => {
		await flow.working(async (_lockBox, port) => {
			await makeFolders(port, 'Outgoing');
			await port.write('Outgoing/b.txt', Buffer.from('first'));
			assert.ok(isFailure(await rejectionOf(port.write('Outgoing/b.txt', Buffer.from('x'), { exclusive: true })), 'exists'));
			await port.write('Outgoing/b.txt', Buffer.from('second'));
			assert.equal((await port.read('Outgoing/b.txt', { maxBytes: 10 })).toString(), 'second');
			assert.ok(await port.remove('Outgoing/b.txt'));
			assert.equal(await port.upload('Outgoing/a.csv', large), 'uploaded');
			assert.equal(await port.upload('Outgoing/a.csv', large), 'alreadyThere');
			assert.ok(isFailure(await rejectionOf(port.upload('Outgoing/a.csv', zip)), 'exists'));
			assert.ok(isFailure(await rejectionOf(port.upload('Nowhere/a.csv', zip)), 'noSuchFile'));
			assert.ok(isFailure(await rejectionOf(port.list('Nowhere')), 'noSuchFile'));
		});
		assert.ok((await flow.names('Outgoing')).includes('a.csv'));
		assert.ok((await flow.content('Outgoing', 'a.csv')).equals(large));
	});
}

async function refusalChecks(): Promise<void> {
	for (const [name, directives, text, blocks] of REFUSALS)
		await check(`ProFTPD refuses ${name}: advice that fits, and the package stays`, async () => {
			const server = await startProftpd(directives);
			try {
				const found = Object.entries(await preflighted(server)).filter(([, verdict]) => verdict === 'blocks');
				assert.deepEqual(found.map(([id]) => id).sort(), blocks);
				const flow = new Flow(server);
				await flow.deliver('a.zip', zip);
				const reason = await flow.working(async (lockBox) => {
					const { announcements, notYet } = await lockBox.look();
					const [announcement] = announcements;
					return announcement ? ((await rejectionOf(lockBox.claim(announcement))) as SftpFailure).text : notYet[0]?.why;
				});
				assert.match(reason ?? '', text);
				assert.deepEqual(await flow.names(INCOMING), ['a.zip']);
				assert.deepEqual(await flow.names(PROCESSING), []);
			} finally {
				await server.stop();
			}
		});
}

/** The built nodes, between the lock-box of this credential and a sandbox Coupa. */
async function withNodes(lockBox: ICredentialDataDecryptedObject, use: (engine: Engine) => Promise<void>): Promise<void> {
	const coupa = await startCoupa({ settings: { requestsPerSecond: Infinity } });
	try {
		await use(await Engine.load({ coupaOAuth2Api: coupaCredential(coupa), scanOneSftpApi: lockBox }));
	} finally {
		await coupa.stop();
	}
}

function sizeAndName({ size, name }: Announcement): string {
	return `${size} ${name}`;
}

async function main(): Promise<void> {
	for (const { name, version, packages, start, amiss } of CANDIDATES) {
		if (version === null) {
			skip(name, `it is not installed (Debian: apt-get install ${packages})`);
			continue;
		}
		console.log(`--- ${name}: ${version}`);
		const server = await start();
		try {
			await preflightCheck(name, server, amiss);
			await checks(name, new Flow(server));
		} finally {
			await server.stop();
		}
	}
	if (PROFTPD.version !== null) await refusalChecks();
	conclude();
}

void main();
