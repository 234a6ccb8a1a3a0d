import assert from 'node:assert/strict';

import { CLIENT } from '../../../tools/demo/world';
import { CredentialDialog } from '../../../tools/harness/editor/credential-dialog';
import type { EditorRig } from '../../../tools/harness/editor/rig';
import { seen } from './seen';

/** Names under which the templates look for them. */
export const NAMES = { coupa: 'Coupa', scanOne: 'Scan One lock-box', erp: 'ERP drop' };
const OTHER_KEY = 'SHA256:uNiVztksCsDhcc0u9e8BrFOGoJQPrBdR47AHdhz0uq0';

/** Each credential is added in the editor's dialog, with mistakes first. */
export async function credentials({ page, world }: EditorRig): Promise<void> {
	const { coupa, lockBox } = world;
	const coupaFields = { serverUrl: coupa.url, clientId: CLIENT.clientId, clientSecret: 'wrong' };
	const sftpFields = { host: lockBox.host, port: String(lockBox.port), username: lockBox.username, password: lockBox.password };
	let dialog: CredentialDialog;

	await seen(page, 'Coupa credential: a wrong secret fails the test and the dialog says so', async () => {
		dialog = await CredentialDialog.create(page, 'Coupa OAuth2 API', NAMES.coupa);
		await dialog.fill(coupaFields);
		const { passed, text } = await dialog.saveAndTest();
		assert.equal(passed, false);
		assert.match(text, /Client ID|Client Secret/);
		assert.doesNotMatch(text, /wrong/);
	});

	await seen(page, 'Coupa credential: a scope that the client does not have fails the test and is named', async () => {
		await dialog.fill({ clientSecret: CLIENT.clientSecret, scopes: `${CLIENT.scopes.join(' ')} core.contract.read` });
		const { passed, text } = await dialog.saveAndTest();
		assert.equal(passed, false);
		assert.match(text, /scope/i);
	});

	await seen(page, 'Coupa credential: the test passes once it is right', async () => {
		await dialog.fill({ scopes: CLIENT.scopes.join(' ') });
		assert.equal((await dialog.saveAndTest()).passed, true);
		await dialog.close();
	});

	for (const [type, name] of [
		['Scan One SFTP API', NAMES.scanOne],
		['Coupa SFTP API', NAMES.erp],
	] as const) {
		await seen(page, `${type}: without a fingerprint the test shows the key it saw`, async () => {
			dialog = await CredentialDialog.create(page, type, name);
			await dialog.fill(sftpFields);
			const { passed, text } = await dialog.saveAndTest();
			assert.equal(passed, false);
			assert.ok(text.includes(lockBox.hostKeyFingerprint), text);
		});

		await seen(page, `${type}: a wrong fingerprint fails the test, with both keys`, async () => {
			await dialog.fill({ hostFingerprint: OTHER_KEY });
			const { passed, text } = await dialog.saveAndTest();
			assert.equal(passed, false);
			assert.ok(text.includes(lockBox.hostKeyFingerprint), text);
		});

		await seen(page, `${type}: a wrong password fails the test`, async () => {
			await dialog.fill({ hostFingerprint: lockBox.hostKeyFingerprint, password: 'not-it' });
			const { passed, text } = await dialog.saveAndTest();
			assert.equal(passed, false);
			assert.match(text, /password|sign in/i);
		});

		await seen(page, `${type}: the test passes once it is right`, async () => {
			await dialog.fill({ password: lockBox.password });
			assert.equal((await dialog.saveAndTest()).passed, true);
			await dialog.close();
		});
	}
}
