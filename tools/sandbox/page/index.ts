import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import { pageImage, plainInvoice } from '../scan-one';
import { type Way, WAYS } from './capture-form';
import { CapturePages } from './capture-page';
import { CoupaWrites } from './coupa-writes';
import { html } from './html';
import { InvoicePages } from './invoice-pages';
import { home, sorry } from './layout';
import { OrderPages } from './order-pages';
import { OutgoingPages } from './outgoing';
import { PackagePages } from './package-pages';
import { SentPackages } from './sent';
import { PageServer } from './server';
import { shownImage } from './shown-image';
import { SupplierPages } from './supplier-pages';
import type { Reply, SandboxPage, SandboxPageOptions, Visit } from './types';
import { Uploads } from './uploads';

export { PAGE_SCOPES } from './coupa-writes';
export type { N8nPlace, SandboxPage, SandboxPageOptions } from './types';

const ASSETS: Record<string, string> = { 'style.css': 'text/css; charset=utf-8', 'live.js': 'text/javascript; charset=utf-8' };

/**
 * Starts a web page on 127.0.0.1 on which a visitor sends invoices into a sandbox lock-box, watches what becomes of them, decides about
 * them in the sandbox Coupa, and changes suppliers and purchase orders there.
 */
export async function startSandboxPage(options: SandboxPageOptions): Promise<SandboxPage> {
	const site = new Site(options);
	const server = new PageServer(options, async (visit) => await site.answer(visit));
	const port = await server.listen(options.port ?? 0);
	return { url: `http://127.0.0.1:${port}`, stop: async () => await server.close() };
}

type Handler = (visit: Visit, ...parts: string[]) => Reply | null | Promise<Reply | null>;

/** Which address is answered by what. */
class Site {
	private readonly uploads = new Uploads();
	private readonly sent: SentPackages;
	private readonly capture: CapturePages;
	private readonly packages: PackagePages;
	private readonly invoices: InvoicePages;
	private readonly suppliers: SupplierPages;
	private readonly orders: OrderPages;
	private readonly outgoing: OutgoingPages;
	private readonly routes: Array<[method: Visit['method'], path: RegExp, handler: Handler]>;

	constructor(private readonly options: SandboxPageOptions) {
		const { world } = options;
		const writes = new CoupaWrites(options);
		this.sent = new SentPackages(world, () => options.delivered?.());
		this.capture = new CapturePages(world, this.uploads, this.sent);
		this.packages = new PackagePages(world);
		this.invoices = new InvoicePages(world, writes, this.packages);
		this.outgoing = new OutgoingPages(world);
		this.suppliers = new SupplierPages(world, writes, this.outgoing);
		this.orders = new OrderPages(world, writes, this.outgoing);
		this.routes = this.table();
	}

	async answer(visit: Visit): Promise<Reply | null> {
		for (const [method, path, handler] of this.routes) {
			const parts = method === visit.method ? path.exec(visit.path) : null;
			if (parts !== null) return await handler(visit, ...parts.slice(1).map(decoded));
		}
		return null;
	}

	private table(): Site['routes'] {
		const way = (name: string): Way => WAYS.find((candidate) => candidate === name) ?? 'entry';
		return [
			['GET', /^\/$/, async () => await this.home()],
			['GET', /^\/(style\.css|live\.js)$/, (_visit, name) => asset(name)],
			['GET', /^\/sample-invoice\.pdf$/, sampleInvoice],
			['GET', /^\/send\/(scan|fax|entry)$/, async (visit, name) => this.notYet() ?? (await this.capture.form(way(name), visit))],
			['POST', /^\/send\/(scan|fax|entry)$/, async (visit, name) => await this.capture.take(way(name), visit)],
			['GET', /^\/pages\/([0-9a-f]{32})$/, (_visit, id) => this.kept(id)],
			['POST', /^\/sample$/, async () => await this.deliverSample()],
			['GET', /^\/packages\/([^/]+)$/, async (_visit, name) => await this.packages.page(name, this.isClosed())],
			['POST', /^\/packages\/([^/]+)\/again$/, async (_visit, name) => await this.deliverAgain(name)],
			['GET', /^\/invoices\/(\d+)$/, async (_visit, id) => await this.invoices.page(id, this.isClosed())],
			['GET', /^\/invoices\/(\d+)\/(image|page)$/, async (_visit, id, what) => await this.invoices.file(id, what === 'page')],
			['POST', /^\/invoices\/(\d+)\/(\w+)$/, async (visit, id, act) => await this.invoices.act(id, act, visit)],
			['GET', /^\/suppliers$/, () => this.suppliers.list()],
			['GET', /^\/suppliers\/(\d+)$/, async (_visit, id) => await this.suppliers.page(id, this.isClosed())],
			['POST', /^\/suppliers\/(\d+)$/, async (visit, id) => await this.suppliers.save(id, visit)],
			['GET', /^\/orders$/, () => this.orders.list()],
			['GET', /^\/orders\/(\d+)$/, async (_visit, id) => await this.orders.page(id, this.isClosed())],
			['POST', /^\/orders\/(\d+)$/, async (visit, id) => await this.orders.save(id, visit)],
			['GET', /^\/outgoing$/, async () => await this.sentToScanOne()],
			['GET', /^\/outgoing\/(\w+)\/([^/]+)$/, async (_visit, folder, name) => await this.outgoing.page(folder, name)],
		];
	}

	private async home(): Promise<Reply> {
		const [packages, invoices] = [await this.packages.list(), this.invoices.list()];
		const { n8n, pace } = this.options;
		return { kind: 'page', title: 'Start', body: home({ packages, invoices, n8n: n8n?.() ?? null, pace, isClosed: this.isClosed() }) };
	}

	private async sentToScanOne(): Promise<Reply> {
		const body = html`<h1>Sent to Scan One</h1>
			<p class="lead">What n8n puts into Outgoing: accounts, suppliers, purchase orders, and what became of the invoices.</p>
			<div id="outgoing" data-live>${await this.outgoing.list()}</div>`;
		return { kind: 'page', title: 'Sent to Scan One', body };
	}

	private async deliverSample(): Promise<Reply> {
		await this.sent.sendSample();
		return { kind: 'moved', to: '/' };
	}

	private async deliverAgain(name: string): Promise<Reply | null> {
		const sent = await this.sent.sendAgain(name);
		return sent === null ? null : { kind: 'moved', to: `/packages/${encodeURIComponent(sent)}` };
	}

	private kept(id: string): Reply | null {
		const upload = this.uploads.get(id);
		const shown = upload && shownImage(upload.type, upload.bytes);
		return shown && { kind: 'file', ...shown };
	}

	private isClosed(): boolean {
		return (this.options.closed?.() ?? null) !== null;
	}

	private notYet(): Reply | null {
		return this.isClosed() ? { kind: 'page', title: 'Not yet', body: sorry('Not yet', 'This form opens by itself in a moment.') } : null;
	}
}

/** A part of an address as it was before it was encoded; one that nobody encoded so is left alone. */
function decoded(part: string): string {
	try {
		return decodeURIComponent(part);
	} catch {
		return part;
	}
}

function asset(name: string): Reply | null {
	const type = ASSETS[name];
	return type === undefined ? null : { kind: 'file', type, bytes: readFileSync(join(__dirname, 'assets', name)) };
}

/** A page for visitors who have none at hand. */
async function sampleInvoice(): Promise<Reply> {
	const invoice = plainInvoice('SAMPLE-1');
	return { kind: 'file', type: 'application/pdf', bytes: await pageImage(invoice), fileName: 'sample-invoice.pdf' };
}
