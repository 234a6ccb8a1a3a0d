import { keyPair } from '../../tools/sandbox/scan-one';
import { rejectionOf, TestLockBox } from '../lock-box/lock-box';

const PASSWORD = 'tr0ub4dor-&-3';
const PASSPHRASE = 'Grüße, lock-box';
const key = keyPair('ed25519', { passphrase: PASSPHRASE, cipher: 'aes256-cbc', rounds: 4 });

let box: TestLockBox;
beforeAll(async () => {
	box = await TestLockBox.start({
		users: [
			{ username: 'scan-one', password: PASSWORD },
			{ username: 'keyed', publicKey: key.public },
		],
	});
});
afterAll(() => box.stop());

/** A line that is left as it is where it stands in a path. */
const keyLine = key.private.split('\n').find((line) => /^[^/-][^/]*(\/[^/]+)*$/.test(line) && line.length > 16) ?? '';

test.each([
	['the password', { password: PASSWORD }, PASSWORD],
	['the password as in a URL', { password: PASSWORD }, encodeURIComponent(PASSWORD)],
	['the passphrase', { username: 'keyed', password: undefined, privateKey: key.private, passphrase: PASSPHRASE }, PASSPHRASE],
	['a line of the private key', { username: 'keyed', password: undefined, privateKey: key.private, passphrase: PASSPHRASE }, keyLine],
])('%s is blanked in what a server repeats', async (_what, settings, secret) => {
	const failure = await rejectionOf(box.connected(async (port) => await port.list(`Incoming/${secret}`), settings));
	expect(failure).toMatchObject({ kind: 'noSuchFile', message: expect.stringContaining('Incoming/…') });
	expect(`${String(failure)} ${JSON.stringify(failure)}`).not.toContain(secret);
});

test('a wrong password is not repeated', async () => {
	const failure = await rejectionOf(box.connected(async (port) => await port.list('Incoming'), { password: 'wr0ng-one' }));
	expect(`${String(failure)} ${JSON.stringify(failure)}`).not.toContain('wr0ng-one');
});
