import type { Locator, Page } from 'playwright-core';

import { answered } from './calls';
import { NodeView } from './node-view';

const LONGEST_RUN_MS = 120_000;
/** A machine that does much else at the same time opens the editor in 20 s. */
const LONGEST_OPENING_MS = 60_000;

/** A workflow open in the editor. */
export class Canvas {
	constructor(private readonly page: Page) {}

	/** Opens a new workflow and imports a file into it: the menu beside its name, Import, From file. */
	static async fromFile(page: Page, path: string): Promise<Canvas> {
		await page.goto('/workflow/new', { waitUntil: 'commit' });
		await page.getByTestId('workflow-menu').click({ timeout: LONGEST_OPENING_MS });
		await page.getByTestId('workflow-menu-item-import').hover();
		const [chooser] = await Promise.all([page.waitForEvent('filechooser'), page.getByRole('menuitem', { name: 'From file' }).click()]);
		await chooser.setFiles(path);
		return await new Canvas(page).ready();
	}

	/** Opens a workflow that n8n holds. */
	static async ofWorkflow(page: Page, id: string): Promise<Canvas> {
		await page.goto(`/workflow/${id}`, { waitUntil: 'commit' });
		return await new Canvas(page).ready();
	}

	/** Names of the nodes, notes aside. */
	async nodes(): Promise<string[]> {
		return await this.page
			.getByTestId('canvas-node')
			.evaluateAll((nodes) => nodes.map((node) => node.getAttribute('data-node-name') ?? ''));
	}

	/** Nodes with the red mark of an issue. */
	async nodesWithIssues(): Promise<string[]> {
		return await this.page
			.getByTestId('canvas-node')
			.filter({ has: this.page.getByTestId('node-issues') })
			.evaluateAll((nodes) => nodes.map((node) => node.getAttribute('data-node-name') ?? ''));
	}

	node(name: string): Locator {
		return this.page.locator(`[data-test-id=canvas-node][data-node-name=${JSON.stringify(name)}]`);
	}

	/** Opens a node as a person does: by a double click. One that is open still is closed before. */
	async open(name: string): Promise<NodeView> {
		const openStill = this.page.getByTestId('ndv-close-button');
		if (await openStill.isVisible()) await openStill.click();
		// A run opens a panel below the canvas, and what it covers cannot be clicked.
		await this.fit();
		await this.node(name).locator('[data-test-id=canvas-default-node], [data-test-id=canvas-trigger-node]').first().dblclick();
		return await NodeView.shown(this.page, name);
	}

	/** Runs the workflow by its button, and gives what the editor says at the end of that run. */
	async execute(): Promise<string> {
		const ran = this.page.waitForResponse((response) => /\/rest\/workflows\/[^/]+\/run/.test(response.url()));
		await this.page.getByTestId('execute-workflow-button').click();
		await ran;
		// Another one may say that credentials were chosen.
		const notice = this.page
			.locator('.el-notification')
			.filter({ hasText: /executed|problem|error|fail/i })
			.first();
		await notice.waitFor({ timeout: LONGEST_RUN_MS });
		return await notice.innerText();
	}

	/** Shows the whole workflow. */
	async fit(): Promise<void> {
		await this.page.getByTestId('zoom-to-fit').click();
	}

	private async ready(): Promise<Canvas> {
		await this.page.getByTestId('canvas-node').first().waitFor({ timeout: LONGEST_OPENING_MS });
		await answered(this.page);
		return this;
	}
}
