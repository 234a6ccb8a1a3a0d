import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { type Browser, type BrowserContext, chromium, type Page, selectors } from 'playwright-core';

import { startWorld, type World } from '../../demo/world';
import { N8nApi, type Owner } from '../host/api';
import { installCommunityPackage, packPackage } from '../host/community-package';
import { installN8n } from '../host/install';
import { type N8nServer, startN8n } from '../host/server';
import type { Report } from '../host/process';
import { PROJECT } from '../project';
import { watchCalls } from './calls';

/** A person before n8n's editor: a real n8n with our package from its tarball, both sandboxes, and a browser that is signed in. */
export interface EditorRig {
	world: World;
	n8n: N8nServer;
	api: N8nApi;
	page: Page;
	/** Another tab of that browser. */
	openTab: () => Promise<Page>;
	/** A folder of its own for files, gone at the end. */
	folder: string;
	stop(): Promise<void>;
}

const DEMO = join(PROJECT, '.demo');
const OWNER: Owner = { email: 'ap@example.test', firstName: 'Ana', lastName: 'Lyst', password: 'Sandbox-Only-1' };
// Chromium calls nobody of itself, and names of other hosts lead nowhere. (Playwright's own routes would switch the cache off.)
const ARGUMENTS = [
	...['--no-sandbox', '--disable-gpu', '--disable-dev-shm-usage', '--disable-quic', '--no-first-run'],
	...['--disable-background-networking', '--disable-component-update', '--disable-sync', '--force-color-profile=srgb'],
	'--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1',
];
/** A machine that does much else at the same time takes its time. */
const LONGEST_WAIT_MS = 60_000;

/**
 * Starts all of it.
 *
 * @param browserPath a Chromium
 * @param viewport of the window, in CSS pixels
 */
export async function startEditorRig(
	browserPath: string,
	report: Report,
	viewport: { width: number; height: number } = { width: 1440, height: 900 },
): Promise<EditorRig> {
	const install = await installN8n(join(DEMO, 'n8n'), report);
	await mkdir(DEMO, { recursive: true });
	const folder = await mkdtemp(join(DEMO, 'editor-'));
	const userFolder = join(folder, 'user');
	await mkdir(userFolder);
	await installCommunityPackage(await packPackage(PROJECT, folder), userFolder);
	const world = await startWorld(folder);
	const n8n = await startN8n({ install, userFolder, report });
	const api = new N8nApi(n8n.url);
	await api.signIn(OWNER);
	const browser = await chromium.launch({ executablePath: browserPath, args: ARGUMENTS });
	const context = await signedIn(browser, n8n.url, viewport);
	const stop = async (): Promise<void> => {
		await browser.close();
		await n8n.stop();
		await world.stop();
		await rm(folder, { recursive: true, force: true });
	};
	return { world, n8n, api, page: await openTab(context), openTab: async () => await openTab(context), folder, stop };
}

async function signedIn(browser: Browser, n8n: string, viewport: { width: number; height: number }): Promise<BrowserContext> {
	selectors.setTestIdAttribute('data-test-id');
	const context = await browser.newContext({ viewport, baseURL: n8n });
	await context.request.post('/rest/login', { data: { emailOrLdapLoginId: OWNER.email, password: OWNER.password } });
	// tsx keeps the names of functions by this helper, those of functions that are sent into the page too.
	await context.addInitScript('globalThis.__name = (named) => named');
	return context;
}

async function openTab(context: BrowserContext): Promise<Page> {
	const page = await context.newPage();
	page.setDefaultTimeout(LONGEST_WAIT_MS);
	watchCalls(page);
	return page;
}
