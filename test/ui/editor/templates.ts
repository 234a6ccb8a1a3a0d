import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from 'playwright-core';

import { Canvas } from '../../../tools/harness/editor/canvas';
import type { EditorRig } from '../../../tools/harness/editor/rig';
import type { WorkflowFile } from '../../../tools/harness/host/workflow-file';
import { PROJECT } from '../../../tools/harness/project';
import { seen } from './seen';

const FOLDER = join(PROJECT, 'workflows');
const OURS = 'n8n-nodes-coupa-scan-one.';
const NOTE = 'n8n-nodes-base.stickyNote';

/**
 * Every template is imported from its file, and each of its nodes opened, also those that are switched off. Nothing has run yet: no Data
 * table is there. What the templates want beside the credentials of the dialogs is there: Coupa's own SFTP, a mail server and a mailbox.
 */
export async function templates({ page, openTab, api, world }: EditorRig): Promise<void> {
	const { host, port, username, password, hostKeyFingerprint: hostFingerprint } = world.lockBox;
	await api.saveCredential({ name: 'Coupa SFTP', type: 'coupaSftpApi', data: { host, port, username, password, hostFingerprint } });
	await api.saveCredential({ name: 'Mail', type: 'smtp', data: { host: '127.0.0.1', port: 25, secure: false } });
	await api.saveCredential({
		name: 'Mailbox',
		type: 'imap',
		data: { user: 'a@example.com', password: 'a', host: '127.0.0.1', port: 993, secure: true },
	});
	const files = readdirSync(FOLDER).filter((name) => name.endsWith('.json'));
	const work = async (tab: Page): Promise<void> => {
		for (let file = files.shift(); file !== undefined; file = files.shift()) await template(tab, file);
	};
	// One tab waits while the other one draws.
	await Promise.all([work(page), work(await openTab())]);
}

async function template(page: Page, file: string): Promise<void> {
	const { nodes } = JSON.parse(readFileSync(join(FOLDER, file), 'utf8')) as WorkflowFile;
	const steps = nodes.filter(({ type }) => type !== NOTE);
	let canvas: Canvas;

	await seen(page, `${file}: is imported from file by the menu, with all its nodes, and none of them is marked`, async () => {
		canvas = await Canvas.fromFile(page, join(FOLDER, file));
		assert.deepEqual((await canvas.nodes()).sort(), steps.map(({ name }) => name).sort());
		assert.deepEqual(await canvas.nodesWithIssues(), []);
	});

	await seen(page, `${file}: ${steps.length} nodes show no red mark, and ours have the credential that the template names`, async () => {
		const wrong: string[] = [];
		for (const node of steps) {
			const view = await canvas.open(node.name);
			for (const issue of await view.issues()) wrong.push(`${node.name}: ${issue}`);
			const [wanted] = Object.values(node.credentials ?? {});
			if (node.type.startsWith(OURS) && wanted !== undefined) {
				const [name, chosen] = [typeof wanted === 'string' ? wanted : wanted.name, await view.credential()];
				if (name !== chosen) wrong.push(`${node.name}: credential “${name}” is not chosen (${chosen ?? 'none'})`);
			}
			await view.close();
		}
		assert.deepEqual(wrong, []);
	});
}
