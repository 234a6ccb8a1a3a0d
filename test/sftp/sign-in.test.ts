import { createHash, generateKeyPairSync } from 'node:crypto';
import type { AddressInfo } from 'node:net';
import { Server as SshServer, utils, type SFTPWrapper } from 'ssh2';
import { TestLockBox } from '../lock-box/lock-box';
import { keyPair } from '../../tools/sandbox/scan-one';
import { listingOf } from './listing';

const PASSPHRASE = 'Grüße, lock-box';
const key = keyPair('ed25519', { passphrase: PASSPHRASE, cipher: 'aes256-cbc', rounds: 4 });
const rsa = generateKeyPairSync('rsa', { modulusLength: 2048 });
const rsaPkcs8 = rsa.privateKey.export({ format: 'pem', type: 'pkcs8', cipher: 'aes-256-cbc', passphrase: 'rsa secret' }).toString();
const rsaPublic = utils.parseKey(rsa.privateKey.export({ format: 'pem', type: 'pkcs1' }).toString());
if (rsaPublic instanceof Error) throw rsaPublic;

let box: TestLockBox;
const { failing, listedWith } = listingOf(() => box);
beforeAll(async () => {
	box = await TestLockBox.start({
		users: [
			{ username: 'scan-one', password: 'lock-box' },
			{ username: 'keyed', publicKey: key.public },
			{ username: 'rsa', publicKey: `ssh-rsa ${rsaPublic.getPublicSSH().toString('base64')}` },
		],
	});
});
afterAll(() => box.stop());

describe('sign-in', () => {
	test('wrong password: what was tried and what the server accepts', async () => {
		const failure = await failing({ password: 'wrong' });
		expect(failure.kind).toBe('authentication');
		expect(failure.message).toContain('Tried: the password. The server accepts: password, publickey.');
	});

	test('neither password nor key', async () => {
		expect((await failing({ password: '' })).kind).toBe('authentication');
	});

	test.each([
		['as it is', key.private],
		['on one line, as a password field keeps it', key.private.trim().replaceAll('\n', ' ')],
		['with \\n instead of line breaks', key.private.trim().replaceAll('\n', '\\n')],
		['with Windows line breaks', key.private.replaceAll('\n', '\r\n')],
	])('private key with passphrase, %s', async (_how, privateKey) => {
		expect(await listedWith({ username: 'keyed', password: undefined, privateKey, passphrase: PASSPHRASE })).toEqual(['Invoices']);
	});

	test('an encrypted PKCS#8 key', async () => {
		expect(await listedWith({ username: 'rsa', password: undefined, privateKey: rsaPkcs8, passphrase: 'rsa secret' })).toEqual([
			'Invoices',
		]);
	});

	test.each([
		['wrong passphrase', key.private, 'wrong', 'The passphrase does not open the private key.'],
		['no passphrase', key.private, '', 'The private key is protected by a passphrase, and none is set.'],
		['wrong passphrase, PKCS#8', rsaPkcs8, 'wrong', 'The passphrase does not open the private key.'],
		['no passphrase, PKCS#8', rsaPkcs8, undefined, 'The private key is protected by a passphrase, and none is set.'],
		['public key', key.public, '', 'The private key cannot be read (it is not a private key).'],
	])('%s', async (_what, privateKey, passphrase, message) => {
		const failure = await failing({ username: 'keyed', password: undefined, privateKey, passphrase });
		expect([failure.kind, failure.message]).toEqual(['authentication', message]);
	});

	test('a text that is no key', async () => {
		const failure = await failing({ privateKey: 'hello' });
		expect(failure.message).toMatch(/^The private key cannot be read/);
		expect(failure.details.hint).toContain('BEGIN and END lines');
	});

	test('a key the server does not know', async () => {
		const stranger = keyPair('ed25519');
		expect((await failing({ username: 'keyed', password: undefined, privateKey: stranger.private })).message).toContain(
			'Tried: the private key.',
		);
	});
});

test('servers that ask for the key and then, interactively, for the password get both', async () => {
	const hostKey = keyPair('ed25519').private;
	const parsed = utils.parseKey(hostKey);
	if (parsed instanceof Error) throw parsed;
	const steps: string[] = [];
	const server = new SshServer({ hostKeys: [hostKey] }, (client) => {
		client.on('error', () => undefined);
		client.on('authentication', (request) => {
			if (request.method === 'publickey') {
				// Without a signature the client only asks whether the key would do.
				if (!request.signature) {
					request.accept();
					return;
				}
				steps.push('key');
				request.reject(['keyboard-interactive'], true);
				return;
			}
			if (request.method !== 'keyboard-interactive') {
				request.reject(['publickey']);
				return;
			}
			request.prompt([{ prompt: 'Password:', echo: false }], (answers) => {
				steps.push(...answers);
				request.accept();
			});
		});
		client.on('session', (accept) =>
			accept().on('sftp', (acceptSftp) =>
				acceptSftp().on('STAT', function (this: SFTPWrapper, id: number) {
					this.status(id, 2);
				}),
			),
		);
	});
	await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
	const { port } = server.address() as AddressInfo;
	const fingerprint = createHash('sha256').update(parsed.getPublicSSH()).digest('base64');
	try {
		expect(
			await box.connected((files) => files.stat('a'), {
				port,
				hostFingerprint: fingerprint,
				privateKey: key.private,
				passphrase: PASSPHRASE,
			}),
		).toBeNull();
	} finally {
		server.close();
	}
	expect(steps).toEqual(['key', 'lock-box']);
});
