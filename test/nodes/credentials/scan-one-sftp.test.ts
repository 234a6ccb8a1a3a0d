import { mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { ICredentialDataDecryptedObject } from 'n8n-workflow';

import { keyPair, type SftpServer, startSftpServer } from '../../../tools/sandbox/scan-one';
import { Engine } from '../../../tools/harness/engine/engine';
import { lockBoxCredential, startLockBox } from '../../../tools/harness/engine/lock-box';

const PASSPHRASE = 'Straße 12';
const key = keyPair('ed25519', { comment: 'n8n' });
const lockedKey = keyPair('ed25519', { comment: 'n8n', passphrase: PASSPHRASE, cipher: 'aes256-ctr', rounds: 4 });

let lockBox: SftpServer;
let engine: Engine;

beforeAll(async () => {
	lockBox = await startLockBox({
		users: [
			{ username: 'ap', password: 'pässword' },
			{ username: 'ap-key', publicKey: key.public },
			{ username: 'ap-locked', publicKey: lockedKey.public },
		],
	});
	engine = await Engine.load();
});

afterAll(async () => {
	await lockBox.stop();
});

/** The node's test of a credential as an analyst has just entered it. */
async function tested(more: ICredentialDataDecryptedObject = {}, server: SftpServer = lockBox) {
	engine.credentials.byType.scanOneSftpApi = lockBoxCredential(server, more);
	return await engine.testCredentialByNode('scanOne', 'scanOneSftpApi');
}

function failure(...patterns: RegExp[]) {
	return {
		status: 'Error',
		message: expect.stringMatching(new RegExp(patterns.map((pattern) => `(?=.*${pattern.source})`).join(''), 's')),
	};
}

const byKey = { authenticateWith: 'privateKey', password: '' };

test('signs in with a password and says what it found', async () => {
	expect(await tested()).toEqual({ status: 'OK', message: 'Signed in; "Incoming/Invoices" holds 0 file(s).' });
});

test('the trigger offers the same test', async () => {
	engine.credentials.byType.scanOneSftpApi = lockBoxCredential(lockBox);
	expect(await engine.testCredentialByNode('scanOneTrigger', 'scanOneSftpApi')).toMatchObject({ status: 'OK' });
});

describe('private key', () => {
	test.each([
		['plain', { username: 'ap-key', privateKey: key.private }],
		['with its line breaks written as \\n', { username: 'ap-key', privateKey: key.private.trim().replaceAll('\n', '\\n') }],
		['with passphrase', { username: 'ap-locked', privateKey: lockedKey.private, passphrase: PASSPHRASE }],
	])('%s', async (_kind, more) => {
		expect(await tested({ ...byKey, ...more })).toMatchObject({ status: 'OK' });
	});

	test.each([
		['a wrong passphrase', { username: 'ap-locked', privateKey: lockedKey.private, passphrase: 'nope' }, /passphrase/i],
		['no passphrase', { username: 'ap-locked', privateKey: lockedKey.private }, /passphrase/i],
		['a public key', { username: 'ap-key', privateKey: key.public }, /private key/i],
		['half a key', { username: 'ap-key', privateKey: key.private.slice(0, 120) }, /private key/i],
		['the key of somebody else', { username: 'ap-key', privateKey: keyPair('ed25519').private }, /ap-key.*|key/],
	])('%s is told', async (_kind, more, pattern) => {
		expect(await tested({ ...byKey, ...more })).toEqual(failure(pattern));
	});
});

test('a wrong password is told without repeating it', async () => {
	const { status, message } = await tested({ password: 'hunter2' });
	expect(status).toBe('Error');
	expect(message).toMatch(/password/i);
	expect(message).not.toMatch(/hunter2/);
});

test('an unknown host', async () => {
	expect(await tested({ host: 'no-such-host.invalid' })).toEqual(failure(/no-such-host\.invalid/, /not known|unknown/));
});

test('no host: this machine is not tried instead', async () => {
	expect(await tested({ host: ' ' })).toEqual({ status: 'Error', message: 'Enter the host of the SFTP server.' });
});

test('a port that nothing listens on', async () => {
	expect(await tested({ port: 1 })).toEqual(failure(/127\.0\.0\.1 refuses connections on port 1\./, /port \(usually 22\)/));
});

test('a server that does not answer in time', async () => {
	lockBox.settings.stall = true;
	try {
		expect(await tested({ connectTimeout: 1, operationTimeout: 1 })).toEqual(failure(/1 second|1 s/));
	} finally {
		lockBox.settings.stall = false;
	}
});

describe('host key', () => {
	const other = `SHA256:${'A'.repeat(43)}`;

	test('another one than expected: both are shown', async () => {
		expect(await tested({ hostFingerprint: other })).toEqual(
			failure(new RegExp(other), new RegExp(escaped(lockBox.hostKeyFingerprint)), /Nothing was sent/),
		);
	});

	test('no fingerprint: the one seen is shown, to be compared and pasted', async () => {
		expect(await tested({ hostFingerprint: '' })).toEqual(
			failure(new RegExp(escaped(lockBox.hostKeyFingerprint)), /Compare/, /nothing was sent/),
		);
	});

	test.each(['MD5:16:27:ac:a5:76:28:2d:36:63:1b:56:4d:eb:df:a6:48', '16:27:ac:a5:76:28:2d:36:63:1b:56:4d:eb:df:a6:48'])(
		'an MD5 fingerprint is not taken: %s',
		async (hostFingerprint) => {
			expect(await tested({ hostFingerprint })).toEqual(failure(/MD5/, /SHA-256/));
		},
	);

	test('several fingerprints, for a change of the key', async () => {
		expect(await tested({ hostFingerprint: `${other}, ${lockBox.hostKeyFingerprint}` })).toMatchObject({ status: 'OK' });
	});
});

describe('folders', () => {
	test('a missing incoming folder is named with its full path', async () => {
		expect(await tested({ incomingFolder: 'In/{object}' })).toEqual(
			failure(/Signed in/, /no folder "In\/Invoices" where the account starts/, /Base Folder/),
		);
	});

	test('a missing base folder', async () => {
		expect(await tested({ baseFolder: '/acme-tset' })).toEqual(failure(/no folder "Incoming\/Invoices" below \/acme-tset\./));
	});

	test.each(['acme', '/acme', 'acme/'])('below the base folder %s', async (baseFolder) => {
		const folder = join(lockBox.root, 'acme', 'Incoming', 'Invoices');
		await mkdir(folder, { recursive: true });
		expect(await tested({ baseFolder })).toEqual({ status: 'OK', message: expect.stringContaining('Signed in') });
		await rm(join(lockBox.root, 'acme'), { recursive: true });
	});

	test('a folder that the account may not read', async () => {
		lockBox.settings.permissions = { '/Incoming': 'none' };
		try {
			expect(await tested()).toEqual(failure(/no access/, /admin/));
		} finally {
			lockBox.settings.permissions = {};
		}
	});
});

describe('an old server', () => {
	let old: SftpServer;

	beforeAll(async () => {
		old = await startSftpServer({ faults: { oldServer: true } });
		await mkdir(join(old.root, 'Incoming', 'Invoices'), { recursive: true });
	});

	afterAll(async () => {
		await old.stop();
	});

	test('is refused with what it offers', async () => {
		expect(await tested({ hostFingerprint: old.oldHostKeyFingerprint() }, old)).toEqual(
			failure(/no algorithm in common/, /key exchange: diffie-hellman-group14-sha1/, /Algorithms for Old Servers/, /\{"kex": /),
		);
	});

	const all = { serverHostKey: 'ssh-rsa', kex: 'diffie-hellman-group14-sha1', cipher: 'aes128-cbc', hmac: 'hmac-sha1' };

	test.each([
		['as text', JSON.stringify(all)],
		['as lists', JSON.stringify(Object.fromEntries(Object.entries(all).map(([name, value]) => [name, [value]])))],
	])('works with its algorithms, %s', async (_how, algorithms) => {
		expect(await tested({ hostFingerprint: old.oldHostKeyFingerprint(), algorithms }, old)).toMatchObject({ status: 'OK' });
	});

	test.each([
		['{ kex: ', /Algorithms for Old Servers/],
		['{"cipher":"rot13"}', /rot13/],
	])('says what is wrong with %s', async (algorithms, pattern) => {
		expect(await tested({ algorithms })).toEqual(failure(pattern));
	});
});

function escaped(text: string): string {
	return text.replace(/[+/]/g, '\\$&');
}

test('the fingerprint is not required: n8n tests no credential while a required field is empty', () => {
	const fields = engine.credentials.getCredentialsProperties('scanOneSftpApi');
	expect(fields.find(({ name }) => name === 'hostFingerprint')?.required).not.toBe(true);
});

describe('the Coupa instance and the binding file', () => {
	beforeEach(async () => {
		await mkdir(join(lockBox.root, 'Incoming/Processing/Invoices'), { recursive: true });
		await writeFile(join(lockBox.root, 'Incoming/Processing/Invoices/.coupa-instance'), 'acme.coupahost.com\n');
	});

	afterEach(async () => {
		await rm(join(lockBox.root, 'Incoming/Processing'), { recursive: true });
	});

	test.each(['', 'acme', 'https://ACME.coupahost.com/'])('that do not contradict each other: %j', async (coupaInstance) => {
		expect(await tested({ coupaInstance })).toEqual({
			status: 'OK',
			message: 'Signed in; "Incoming/Invoices" holds 0 file(s). It is bound to the Coupa instance acme.coupahost.com.',
		});
	});

	test('that contradict each other', async () => {
		expect(await tested({ coupaInstance: 'acme-test' })).toEqual(
			failure(
				/bound to the Coupa instance acme\.coupahost\.com/,
				/works with acme-test\.coupahost\.com/,
				/delete the binding file "Incoming\/Processing\/Invoices\/\.coupa-instance"/,
			),
		);
	});
});
