import { setTimeout as sleep } from 'node:timers/promises';

import { line } from '../../tools/harness/print';
import type { QueueN8n } from '../../tools/harness/queue/n8n';
import { changeSupplier, isSyncRead } from './sync';
import type { QueueWorld } from './world';

/** Something that happens to the installation in the middle of everything. */
export interface Fault {
	name: string;
	/** Share of the invoices that are in Coupa when it happens. */
	after: number;
	happen: () => Promise<void>;
}

/** Seconds on a quiet machine. */
const WAIT_MS = 180_000;

/** Counts the invoices that are posted, and holds a sync between its question and Coupa's answer while something happens. */
export class Disturbance {
	posts = 0;
	private held: (() => Promise<void>) | null = null;

	constructor(private readonly world: QueueWorld) {
		world.coupa.intercept(async (request, phase): Promise<'continue'> => {
			if (phase === 'answering' && request.operation === 'post') this.posts += 1;
			if (phase === 'answering' && this.held && isSyncRead(request)) {
				const happens = this.held;
				this.held = null;
				await happens();
			}
			return 'continue';
		});
	}

	/** Lets each fault happen in its turn: while invoices are imported by both workers and one of them has a sync under way. */
	async run(faults: Fault[], invoices: number): Promise<void> {
		for (const [index, { name, after, happen }] of faults.entries()) {
			await this.until(`${after * invoices} invoices to be posted`, () => this.posts >= after * invoices);
			changeSupplier(this.world, index);
			let isOver = false;
			const happened = new Promise<void>((resolve, reject) => {
				this.held = async () => {
					line(`  ${name}, with ${this.posts} of ${invoices} invoices in Coupa and a sync under way`);
					await happen().then(resolve, reject);
				};
			}).finally(() => (isOver = true));
			await Promise.race([happened, this.until(`a sync to read when ${name}`, () => isOver)]).finally(() => (this.held = null));
		}
	}

	private async until(what: string, isSo: () => boolean): Promise<void> {
		const end = Date.now() + WAIT_MS;
		while (!isSo()) {
			if (Date.now() > end) throw new Error(`Waited ${WAIT_MS / 1000} s for ${what}: ${this.posts} invoices are posted`);
			await sleep(100);
		}
	}
}

/** SIGKILL to the worker that has the sync, and to all that it imports with it; it comes back as a supervisor would start it. */
export async function killWorkerOf(n8n: QueueN8n, workflowId: string): Promise<void> {
	const running = (await n8n.api.executions(workflowId)).filter(({ status }) => status === 'running');
	const worker = running.map(({ id }) => n8n.workerWith(id)).find((member) => member !== undefined);
	if (!worker) throw new Error('No worker says that it has the sync');
	line(`  SIGKILL to ${worker.name}`);
	await worker.server.kill();
}
