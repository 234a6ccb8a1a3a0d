import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from 'playwright-core';

import { CLIENT } from '../demo/world';
import { Canvas } from '../harness/editor/canvas';
import type { EditorRig } from '../harness/editor/rig';
import { outputItems, type WorkflowFile } from '../harness/host/workflow-file';
import { PROJECT } from '../harness/project';
import { deliver, sampleDelivery } from '../sandbox/scan-one';

const WORKFLOWS = join(PROJECT, 'workflows');
const LONGEST_WAIT_MS = 60_000;

/** A workflow open in the editor, in a tab of its own. */
interface Tab {
	page: Page;
	canvas: Canvas;
}

/** What the pictures are taken of: each thing is made when the first picture asks for it. */
export class Stage {
	private ready: Promise<void> | null = null;
	private importing: Promise<Tab> | null = null;

	constructor(readonly rig: EditorRig) {}

	get page(): Page {
		return this.rig.page;
	}

	/** The credentials that the templates name. */
	async credentials(): Promise<void> {
		this.ready ??= this.saveCredentials();
		await this.ready;
	}

	/** Takes away every credential of a type, so that a dialog can add one. */
	async withoutCredentials(type: string): Promise<void> {
		for (const { id } of (await this.rig.api.credentials()).filter((one) => one.type === type))
			await this.page.request.delete(`/rest/credentials/${id}`);
		this.ready = null;
	}

	/** A template of workflows/ in n8n, with its credentials; those of nodes that are switched off are left open. Gives its ID. */
	async imported(template: WorkflowFile): Promise<string> {
		await this.credentials();
		const nodes = template.nodes.map(({ credentials, ...node }) =>
			credentials && node.disabled !== true ? { ...node, credentials } : node,
		);
		return await this.rig.api.importWorkflow({ ...template, nodes });
	}

	/** The import template in a tab of its own, after the button has run it on the sample delivery. */
	async importedDelivery(): Promise<Tab> {
		this.importing ??= this.importDelivery();
		return await this.importing;
	}

	/** Another tab, as wide and high as this. */
	async tab(window: { width: number; height: number }): Promise<Page> {
		const page = await this.page.context().newPage();
		await page.setViewportSize(window);
		page.setDefaultTimeout(LONGEST_WAIT_MS);
		return page;
	}

	async deliver(): Promise<void> {
		for (const file of await sampleDelivery()) await deliver(this.rig.world.lockBox.root, file);
	}

	/** Runs a template from this trigger; gives what its nodes put out. */
	async ran(file: string, trigger: string): Promise<(node: string) => Array<Record<string, unknown>>> {
		const { api } = this.rig;
		const execution = await api.waitForExecution(await api.run(await this.imported(templateOf(file)), trigger), { timeout: 180_000 });
		return (node) => outputItems(execution, node).map(({ json }) => json);
	}

	private async importDelivery(): Promise<Tab> {
		await this.deliver();
		const id = await this.imported(withoutWaiting(templateOf('import-invoices.json')));
		const page = await this.tab({ width: 1440, height: 900 });
		const canvas = await Canvas.ofWorkflow(page, id);
		await canvas.execute();
		return { page, canvas };
	}

	private async saveCredentials(): Promise<void> {
		const { api, world } = this.rig;
		const server = { ...sftpFields(world.lockBox), authenticateWith: 'password', hostFingerprint: world.lockBox.hostKeyFingerprint };
		const coupa = {
			serverUrl: world.coupa.url,
			clientId: CLIENT.clientId,
			clientSecret: CLIENT.clientSecret,
			scopes: CLIENT.scopes.join(' '),
		};
		for (const credential of [
			{ name: 'Coupa', type: 'coupaOAuth2Api', data: coupa },
			{ name: 'Scan One lock-box', type: 'scanOneSftpApi', data: server },
			{ name: 'ERP drop', type: 'coupaSftpApi', data: server },
			{
				name: 'Mailbox',
				type: 'imap',
				data: { user: 'invoices@example.com', password: 'secret', host: '127.0.0.1', port: 993, secure: true },
			},
		])
			await api.saveCredential(credential);
	}
}

export function sftpFields({ host, port, username, password }: EditorRig['world']['lockBox']) {
	return { host, port, username, password };
}

export function templateOf(file: string): WorkflowFile {
	return JSON.parse(readFileSync(join(WORKFLOWS, file), 'utf8')) as WorkflowFile;
}

/** The template as it is shipped, but for the time between its two looks at a package. */
function withoutWaiting(template: WorkflowFile): WorkflowFile {
	for (const node of template.nodes)
		if (node.name === 'Watch lock-box' || node.name === 'Claim and read invoices')
			node.parameters = { ...(node.parameters as object), options: { settlingTime: 1 } };
	return template;
}
