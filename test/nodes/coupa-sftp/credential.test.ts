import { Engine } from '../../../tools/harness/engine/engine';
import { lockBoxCredential } from '../../../tools/harness/engine/lock-box';
import { CoupaAccount } from './coupa-sftp';

let account: CoupaAccount;
let engine: Engine;

beforeAll(async () => {
	account = await CoupaAccount.start(['acme/Incoming/Invoices', 'acme/Incoming/Suppliers', 'acme/Outgoing']);
	engine = await Engine.load();
});

afterAll(async () => {
	await account.server.stop();
});

async function tested(more: Record<string, string | number> = {}) {
	engine.credentials.byType.coupaSftpApi = lockBoxCredential(account.server, { baseFolder: '/acme', ...more });
	return await engine.testCredentialByNode('coupaSftp', 'coupaSftpApi');
}

describe('test of the credential', () => {
	test('signs in and says what it found', async () => {
		expect(await tested()).toEqual({ status: 'OK', message: 'Signed in; "Incoming" holds 2 folder(s).' });
	});

	test.each([
		['a wrong base folder', { baseFolder: '/other' }, 'Signed in, but there is no folder "Incoming" below /other. Check "Base Folder"'],
		['a wrong password', { password: 'wrong' }, 'did not accept the sign-in'],
		['no fingerprint', { hostFingerprint: '' }, 'SHA256:'],
		['no host', { host: ' ' }, 'Enter the host'],
		['broken algorithms', { algorithms: '{' }, 'does not contain valid JSON'],
	])('%s is told in plain words', async (_what, more, text) => {
		expect(await tested(more)).toEqual({ status: 'Error', message: expect.stringContaining(text) });
	});
});

test('has the same fields as the credential of Scan One, without the folders of the lock-box', () => {
	const own = engine.credentials.getCredentialsProperties('coupaSftpApi').map(({ name }) => name);
	const lockBox = engine.credentials.getCredentialsProperties('scanOneSftpApi').map(({ name }) => name);
	expect(own).toEqual(lockBox.filter((name) => (name !== 'coupaInstance' && !name.endsWith('Folder')) || name === 'baseFolder'));
	expect(own).toContain('hostFingerprint');
});

test.each([
	['coupa', 'coupaOAuth2Api'],
	['coupaSftp', 'coupaSftpApi'],
])('the editor asks for the one credential of the node %s, whatever the operation', (node, credential) => {
	const asked = (engine.nodeType(node).description.credentials ?? []).map(({ name, required, displayOptions }) => ({
		name,
		required,
		displayOptions,
	}));
	expect(asked).toEqual([{ name: credential, required: true }]);
});
