import type { Page, Request } from 'playwright-core';

const underWay = new WeakMap<Page, Set<Request>>();
/** What n8n loads for a form is asked for within this time after it is drawn. */
const QUIET_MS = 200;
const LONGEST_WAIT_MS = 30_000;

/** Keeps count of what the page asks n8n for; to be called before it loads anything. */
export function watchCalls(page: Page): void {
	const calls = new Set<Request>();
	underWay.set(page, calls);
	page.on('request', (request) => {
		if (request.url().includes('/rest/') && !request.url().includes('/rest/push')) calls.add(request);
	});
	page.on('requestfinished', (request) => calls.delete(request));
	page.on('requestfailed', (request) => calls.delete(request));
}

/** Waits until n8n has answered everything that the page asked for: lists, fields and the marks that depend on them. */
export async function answered(page: Page): Promise<void> {
	const calls = underWay.get(page) ?? new Set();
	const end = Date.now() + LONGEST_WAIT_MS;
	for (let quietSince = Date.now(); Date.now() - quietSince < QUIET_MS;) {
		await page.waitForTimeout(50);
		if (calls.size > 0) quietSince = Date.now();
		if (Date.now() > end) throw new Error(`n8n did not answer in 30 s: ${[...calls].map((call) => call.url()).join(', ')}`);
	}
}
