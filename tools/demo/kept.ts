import { spawn } from 'node:child_process';
import { join, relative } from 'node:path';

import type { Owner } from '../harness/host/api';
import { line, section } from '../harness/print';
import { type N8nPlace, type SandboxPage, startSandboxPage } from '../sandbox/page';
import type { Stage } from './import-scene';
import type { SyncWorkflow } from './sync-workflows';
import { PAGE_CLIENT, type World } from './world';

/** When the sync looks for changes, where the templates say every hour. */
const SYNC_CRON = '*/30 * * * * *';
const CLOSED =
	'The demo is still running its checks. Watch what it does here; sending and changing open by themselves when it is through, in a few minutes.';
const PACE =
	'n8n looks into the lock-box right after a delivery, and once a minute. What changes in Coupa goes to Scan One within half a minute.';

/** The sandbox page of a demo that is kept: to watch while the checks run, and to use after them. */
export class DemoPage {
	private n8n: N8nPlace | null = null;
	private isOpen = false;
	private lookAgain: (() => void) | null = null;

	private constructor(
		private world: World,
		private readonly owner: Owner,
	) {}

	private page: SandboxPage | null = null;

	/** Starts the page and prints its address. */
	static async start(world: World, owner: Owner): Promise<DemoPage> {
		const demo = new DemoPage(world, owner);
		demo.page = await startSandboxPage({
			world: () => ({ coupa: demo.world.coupa, root: demo.world.lockBox.root }),
			client: PAGE_CLIENT,
			n8n: () => demo.n8n,
			closed: () => (demo.isOpen ? null : CLOSED),
			delivered: () => demo.lookAgain?.(),
			pace: PACE,
		});
		line(`Sandbox page: ${demo.page.url}`);
		line('Watch the demo there; when it is through, send invoices of your own.');
		openInBrowser(demo.page.url);
		return demo;
	}

	/** From now on the page shows these sandboxes. */
	follow(world: World): void {
		this.world = world;
	}

	/** The demo is through: n8n goes on by itself, everything on the page can be used, and where all of it is gets printed. */
	async open({ world, n8n, api, workflowId }: Stage, syncs: SyncWorkflow[]): Promise<void> {
		for (const { id, onCron } of syncs) {
			await api.updateWorkflow(id, onCron(SYNC_CRON));
			await api.activate(id);
		}
		this.lookAgain = oneAtATime(async () => await api.pollNow(workflowId));
		this.n8n = { url: n8n.url, email: this.owner.email, password: this.owner.password };
		this.isOpen = true;
		const { lockBox, coupa } = world;
		section('Kept running');
		line(`The page    ${this.page?.url ?? ''}`);
		line('            Send an invoice by scan, fax or online entry; watch it arrive,');
		line('            approve, dispute or void it; change suppliers and orders.');
		line(`n8n         ${n8n.url}`);
		line(`            ${this.owner.email} / ${this.owner.password}`);
		line(`Coupa       ${coupa.url}`);
		line(`Lock-box    sftp://${lockBox.username}@${lockBox.host}:${lockBox.port}`);
		line(`            password ${lockBox.password}`);
		line('Deliver     On the page: "Deliver it again" on a package, or "Deliver the');
		line('again       sample" on the first page. Or copy a package into the folder');
		line(`            ${relative(process.cwd(), join(lockBox.root, 'Incoming', 'Invoices'))}`);
		line('Ctrl+C ends all of it.');
	}

	async stop(): Promise<void> {
		this.lookAgain = null;
		await this.page?.stop();
	}
}

/** Calls one after the other; calls that come while one is under way are made once after it. What fails is left to n8n's own schedule. */
function oneAtATime(work: () => Promise<void>): () => void {
	let underWay: Promise<void> | null = null;
	let next: Promise<void> | null = null;
	const call = (): Promise<void> => {
		const running = work()
			.catch(() => undefined)
			.finally(() => {
				underWay = null;
			});
		underWay = running;
		return running;
	};
	return () => {
		if (underWay === null) void call();
		else
			next ??= underWay.then(async () => {
				next = null;
				await call();
			});
	};
}

/** Only where somebody sits in front of a screen; the address is printed in any case. */
function openInBrowser(url: string): void {
	const hasDisplay = process.platform !== 'linux' || Boolean(process.env.DISPLAY ?? process.env.WAYLAND_DISPLAY);
	if (!process.stdout.isTTY || !hasDisplay) return;
	const command = { darwin: 'open', win32: 'explorer' }[process.platform as string] ?? 'xdg-open';
	spawn(command, [url], { detached: true, stdio: 'ignore' })
		.on('error', () => undefined)
		.unref();
}
