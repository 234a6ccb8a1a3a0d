import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

import { Canvas } from '../../../tools/harness/editor/canvas';
import type { EditorRig } from '../../../tools/harness/editor/rig';
import type { WorkflowFile } from '../../../tools/harness/host/workflow-file';
import { PROJECT } from '../../../tools/harness/project';
import { check, skip } from '../../e2e/checks';

const FOLDER = join(PROJECT, 'workflows');
/** What no import can choose: mail nodes are shipped switched off, and want an SMTP account and addresses of one's own. */
const BY_HAND = 'n8n-nodes-base.emailSend';
const OURS = 'n8n-nodes-coupa-scan-one.';
const NOTE = 'n8n-nodes-base.stickyNote';

/** Every template is imported from its file, and each of its nodes opened. */
export async function templates({ page }: EditorRig): Promise<void> {
	for (const file of readdirSync(FOLDER).filter((name) => name.endsWith('.json'))) {
		const template = JSON.parse(readFileSync(join(FOLDER, file), 'utf8')) as WorkflowFile;
		const all = template.nodes.filter(({ type }) => type !== NOTE);
		const opened = all.filter(({ type, disabled }) => type !== BY_HAND && disabled !== true);
		const left = all.filter((node) => !opened.includes(node)).map(({ name }) => name);
		let canvas: Canvas;

		await check(`${file}: is imported from file by the menu, with all its nodes`, async () => {
			canvas = await Canvas.fromFile(page, join(FOLDER, file));
			assert.deepEqual((await canvas.nodes()).sort(), all.map(({ name }) => name).sort());
		});

		if (left.length > 0) skip(`${file}: ${left.join(', ')}`, 'switched off, or wants an SMTP account and addresses of its own');
		await check(`${file}: no node has a red mark, and each of ours has the credential that the template names`, async () => {
			const withIssues = new Set(await canvas.nodesWithIssues());
			const wrong: string[] = [];
			for (const node of opened) {
				const view = await canvas.open(node.name);
				const issues = await view.issues();
				if (withIssues.has(node.name) || issues.length > 0) wrong.push(`${node.name}: ${issues.join(', ') || 'marked on the canvas'}`);
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
}
