import { mkdir, mkdtemp, readdir, readFile, rename, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { recordsAt, textAt } from '../../../../lib/core';
import { type CoupaSandbox, startCoupaSandbox } from '../../../../tools/sandbox/coupa';
import { CLOSED_PERIOD_ACCOUNT, coupaSeed } from '../../../../tools/sandbox/dataset';
import { type SandboxPage, type SandboxPageOptions, startSandboxPage } from '../../../../tools/sandbox/page';
import { pageImage, plainInvoice } from '../../../../tools/sandbox/scan-one';
import { readCsv, type ReadRow, unzip } from '../scan-one/reading';

/** An answer as a browser sees it. */
export interface Seen {
	status: number;
	text: string;
	bytes: Buffer;
	headers: Headers;
	/** Where a form leads. */
	to: string;
}

/** A sandbox page on a sandbox Coupa and an empty lock-box; no n8n. */
export class PageRig {
	private constructor(
		readonly coupa: CoupaSandbox,
		readonly root: string,
		readonly page: SandboxPage,
		readonly tmp: string,
	) {}

	static async start(options: Partial<SandboxPageOptions> = {}): Promise<PageRig> {
		const tmp = await mkdtemp(join(tmpdir(), 'sandbox-page-'));
		const root = join(tmp, 'box');
		await mkdir(join(root, 'Incoming', 'Invoices'), { recursive: true });
		const coupa = await startCoupaSandbox({ seed: coupaSeed(), settings: { closedPeriodAccounts: [CLOSED_PERIOD_ACCOUNT] } });
		const client = { clientId: 'sandbox-client', clientSecret: 'sandbox-secret' };
		const page = await startSandboxPage({ world: () => ({ coupa, root }), client, ...options });
		return new PageRig(coupa, root, page, tmp);
	}

	async stop(): Promise<void> {
		await this.page.stop();
		await this.coupa.stop();
		await rm(this.tmp, { recursive: true, force: true });
	}

	async get(path: string, headers: Record<string, string> = {}): Promise<Seen> {
		return await seen(await fetch(this.page.url + path, { headers, redirect: 'manual' }));
	}

	/** Sends a form as the page's own would be sent; files by name. */
	async post(path: string, fields: Record<string, string>, files: Record<string, File> = {}, origin = this.page.url): Promise<Seen> {
		const body = new FormData();
		for (const [name, value] of [...Object.entries(fields), ...Object.entries(files)]) body.set(name, value);
		return await seen(await fetch(this.page.url + path, { method: 'POST', body, headers: { origin }, redirect: 'manual' }));
	}

	/** Names of the packages in Incoming. */
	async incoming(): Promise<string[]> {
		return (await readdir(join(this.root, 'Incoming', 'Invoices'))).sort();
	}

	/** The packages in Incoming, with their rows and files. */
	async delivered(): Promise<Array<{ name: string; rows: ReadRow[]; files: Map<string, Buffer> }>> {
		const folder = join(this.root, 'Incoming', 'Invoices');
		return await Promise.all(
			(await this.incoming()).map(async (name) => {
				const files = await unzip(await readFile(join(folder, name)));
				return { name, rows: readCsv(files.get(name.replace('.zip', '.csv')) ?? Buffer.alloc(0), 'utf-8'), files };
			}),
		);
	}

	/** Moves a package as the nodes do: by rename, among the claims under a claim's name. */
	async move(name: string, from: string, to: string, asName = name): Promise<void> {
		const folder = (place: string): string => join(this.root, 'Incoming', place, 'Invoices');
		await mkdir(folder(to), { recursive: true });
		await rename(join(folder(from), name), join(folder(to), asName));
	}
	/** Puts an invoice for two boxes of order 70315 into Coupa as the import does: over its API, with a page image; gives its ID. */
	async imported(number: string, kind: 'pdf' | 'tiff', price = '19.99'): Promise<number> {
		const order = this.coupa.rows('purchase_orders').find((record) => textAt(record, 'po-number') === '70315');
		const line = { type: 'InvoiceQuantityLine', description: 'Hex bolts', price, quantity: '2', uom: { code: 'EA' } };
		const bearer = await this.token();
		const { id } = await this.call(bearer, 'POST', 'invoices', {
			...{ 'invoice-number': number, 'invoice-date': '2026-05-04', 'line-level-taxation': false, 'account-type': { id: 3 } },
			...{ currency: { code: 'USD' }, supplier: { number: 'V-20011' } },
			'invoice-lines': [{ ...line, 'order-line-id': recordsAt(order, 'order-lines')[0]?.id }],
		});
		const form = new FormData();
		const page = await pageImage(plainInvoice(number, { image: { fileName: 'page', kind } }));
		form.set('file', new File([new Uint8Array(page)], `page.${kind === 'pdf' ? 'pdf' : 'tif'}`));
		await this.call(bearer, 'PUT', `invoices/${id}/image_scan`, form);
		await this.call(bearer, 'PUT', `invoices/${id}/submit`);
		return id;
	}

	private async token(): Promise<string> {
		const form = {
			grant_type: 'client_credentials',
			client_id: 'sandbox-client',
			client_secret: 'sandbox-secret',
			scope: 'core.invoice.write',
		};
		const answer = await fetch(`${this.coupa.url}/oauth2/token`, { method: 'POST', body: new URLSearchParams(form) });
		return ((await answer.json()) as { access_token: string }).access_token;
	}

	private async call(bearer: string, method: string, path: string, body?: object): Promise<{ id: number }> {
		const isForm = body instanceof FormData;
		const answer = await fetch(`${this.coupa.url}/api/${path}`, {
			method,
			headers: {
				accept: 'application/json',
				authorization: `Bearer ${bearer}`,
				...(body && !isForm && { 'content-type': 'application/json' }),
			},
			...(body && { body: isForm ? body : JSON.stringify(body) }),
		});
		if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status} ${await answer.text()}`);
		return (await answer.json()) as { id: number };
	}
}

async function seen(answer: Response): Promise<Seen> {
	const bytes = Buffer.from(await answer.arrayBuffer());
	return { status: answer.status, text: bytes.toString('utf8'), bytes, headers: answer.headers, to: answer.headers.get('location') ?? '' };
}

/** Values of the controls of a form that a page shows, as a browser would send them. */
export function formValues(page: string): Record<string, string> {
	const values: Record<string, string> = {};
	const unescaped = (text: string): string =>
		text.replaceAll('&quot;', '"').replaceAll('&#39;', "'").replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&amp;', '&');
	for (const [tag] of page.matchAll(/<input[^>]*>/g)) {
		const name = /\bname="([^"]*)"/.exec(tag)?.[1];
		if (name !== undefined && !tag.includes('type="file"')) values[name] = unescaped(/\bvalue="([^"]*)"/.exec(tag)?.[1] ?? '');
	}
	for (const [, name = '', options = ''] of page.matchAll(/<select[^>]*\bname="([^"]*)"[^>]*>(.*?)<\/select>/gs)) {
		const chosen = /<option value="([^"]*)"\s+selected/.exec(options) ?? /<option value="([^"]*)"/.exec(options);
		values[name] = unescaped(chosen?.[1] ?? '');
	}
	return values;
}

/** What is wrong, by field, as the page says it beside the field. */
export function faultsOn(page: string): Record<string, string> {
	return Object.fromEntries(
		[...page.matchAll(/<p class="fault" id="([^"]*)-fault">([^<]*)<\/p>/g)].map(([, name = '', text = '']) => [name, text.trim()]),
	);
}
