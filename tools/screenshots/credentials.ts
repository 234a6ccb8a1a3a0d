import { CLIENT } from '../demo/world';
import { CredentialDialog } from '../harness/editor/credential-dialog';
import { take } from './camera';
import { sftpFields, type Stage } from './stage';

const WINDOW = { width: 1280, height: 1000 };

interface Attempt {
	/** As people read it. */
	type: string;
	/** As n8n names it. */
	internal: string;
	name: string;
	fields: Record<string, string>;
	passes: boolean;
}

/** The dialog of the Coupa credential after its test, with a wrong secret or the right one. */
export async function coupaCredential(stage: Stage, passes: boolean, shows: string[]): Promise<Buffer> {
	const { url } = stage.rig.world.coupa;
	return await dialogAfter(
		stage,
		{
			...{ type: 'Coupa OAuth2 API', internal: 'coupaOAuth2Api', name: 'Coupa', passes },
			fields: { serverUrl: url, clientId: CLIENT.clientId, clientSecret: passes ? CLIENT.clientSecret : 'mistyped' },
		},
		shows,
	);
}

/** The dialog of the lock-box credential after its test, with no fingerprint yet or the server's. */
export async function lockBoxCredential(stage: Stage, passes: boolean, shows: string[]): Promise<Buffer> {
	const { lockBox } = stage.rig.world;
	const { port, ...fields } = sftpFields(lockBox);
	return await dialogAfter(
		stage,
		{
			...{ type: 'Scan One SFTP API', internal: 'scanOneSftpApi', name: 'Scan One lock-box', passes },
			fields: { ...fields, port: String(port), ...(passes && { hostFingerprint: lockBox.hostKeyFingerprint }) },
		},
		passes ? shows : [...shows, lockBox.hostKeyFingerprint],
	);
}

async function dialogAfter(stage: Stage, { type, internal, name, fields, passes }: Attempt, shows: string[]): Promise<Buffer> {
	const { page } = stage;
	await page.setViewportSize(WINDOW);
	await stage.withoutCredentials(internal);
	const dialog = await CredentialDialog.create(page, type, name);
	await dialog.fill(fields);
	const test = await dialog.saveAndTest();
	if (test.passed !== passes) throw new Error(`The test of “${name}” ${test.passed ? 'passed' : 'failed'}: ${test.text}`);
	const picture = await take({ page, of: dialog.shown, shows });
	await dialog.close();
	await stage.withoutCredentials(internal);
	return picture;
}
