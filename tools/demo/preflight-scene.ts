import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import type { N8nApi } from '../harness/host/api';
import { outputItems, type WorkflowFile } from '../harness/host/workflow-file';
import { line } from '../harness/print';

/** How many lines of each verdict the page has, and the ids of those that block. */
export interface PreflightCounts {
	counts: Record<'blocks' | 'limits' | 'notAsked' | 'ok', number>;
	blocked: string[];
}

/** Both preflights as they are shipped: they only read. The page is written to `folder`. */
export async function preflightScene(api: N8nApi, workflows: string, folder: string): Promise<PreflightCounts> {
	const workflow = JSON.parse(readFileSync(join(workflows, 'preflight.json'), 'utf8')) as WorkflowFile;
	const id = await api.importWorkflow(workflow);
	const { data, status } = await api.waitForExecution(await api.run(id, 'When you execute it'));
	const itemsOf = (node: string) => outputItems({ data } as Parameters<typeof outputItems>[0], node).map(({ json }) => json);
	const [page] = itemsOf('Preflight page');
	if (!page) throw new Error(`No page (${status}): ${data.resultData.error?.message ?? 'no reason given'}`);
	const path = join(folder, 'preflight.html');
	writeFileSync(path, String(page.html));
	line(String(page.subject));
	const blocking = itemsOf('Lines of both').filter(({ verdict }) => verdict === 'blocks');
	for (const { seen, templates } of blocking) line(`  blocks ${(templates as string[]).join(', ')}: ${String(seen)}`);
	line(`  ${path}`);
	return { counts: page.counts as PreflightCounts['counts'], blocked: blocking.map((one) => String(one.id)) };
}
