import type { INodePropertyOptions } from 'n8n-workflow';
import { NodeHelpers } from 'n8n-workflow';

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
	return await engine.testCredentialByNode('coupa', 'coupaSftpApi');
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
		['broken algorithms', { algorithms: '{' }, 'holds no valid JSON'],
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

describe('the editor asks for one credential only', () => {
	const { description } = engineDescription();
	const operations = description.properties
		.filter(({ name }) => name === 'operation')
		.flatMap((property) => {
			const [resource] = property.displayOptions?.show?.resource ?? [];
			return (property.options as INodePropertyOptions[]).map(({ value }) => ({ resource: String(resource), operation: String(value) }));
		});

	test('for every operation there is', () => {
		expect(operations.length).toBeGreaterThan(12);
		for (const values of operations) {
			const asked = (description.credentials ?? [])
				.filter((credential) => NodeHelpers.displayParameter(values, credential, null, description))
				.map(({ name }) => name);
			const overSftp = values.resource === 'flatFile' && values.operation !== 'getLoadResult';
			expect({ ...values, asked }).toEqual({ ...values, asked: [overSftp ? 'coupaSftpApi' : 'coupaOAuth2Api'] });
		}
	});
});

/** The description as the built package gives it. */
function engineDescription() {
	const { Coupa } = jest.requireActual<typeof import('../../../nodes/Coupa/Coupa.node')>('../../../dist/nodes/Coupa/Coupa.node.js');
	return new Coupa();
}
