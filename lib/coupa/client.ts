import type { CoupaRecord, Json } from '../core';
import { readChanged, readFile, readList, readRecord, readWritten, type CoupaFile } from './answer';
import { readPages, type ListOptions, type PageReader } from './paging';
import { fieldsParameter, type FieldSelection, type QueryPair } from './query';
import { Sender, type AnswerReader, type SendOptions } from './sender';
import { withDefaults, type ClientSettings } from './settings';
import type { CoupaRequest, CoupaTransport, FormPart } from './transport';

/**
 * Coupa's REST API (`/api/…`) as an invoice flow needs it. Paths are below the instance, e.g. `/api/invoices/12/submit`,
 * without query. Every failure is a {@link CoupaError}. All clients of one instance share one limiter in this process.
 *
 * GET, `exported` and image scans are repeated on 429, 5xx and an answer that is lost, cut off or unreadable. Every other write is sent once here;
 * `writeOnce` sends it again where that is safe. A 401 is cured for all of them, because Coupa surely did nothing.
 */
export class CoupaClient {
	/** Host (and port) of the instance. */
	readonly instance: string;
	private readonly sender: Sender;
	private readonly settings: ClientSettings;
	private readonly pageSizes = new Map<string, number>();

	constructor(
		private readonly transport: CoupaTransport,
		settings: Partial<ClientSettings> = {},
	) {
		this.instance = transport.instance;
		this.settings = withDefaults(settings);
		this.sender = new Sender(transport, this.settings);
	}

	/** The scopes that the credential asks for. */
	scopes(): string[] {
		return this.transport.scopes();
	}

	/** One record. A record that does not exist is a CoupaError of kind `notFound`. */
	async get(path: string, query?: QueryPair[]): Promise<CoupaRecord> {
		const request: CoupaRequest = { method: 'GET', path, query };
		return await this.sender.send(request, { repeatable: true }, readRecord);
	}

	/** The records of a list one by one, in the order asked for; only as many pages are read as the caller takes. */
	async *list(path: string, options: ListOptions = {}): AsyncGenerator<CoupaRecord, void, undefined> {
		for await (const page of this.pages(path, options)) yield* page;
	}

	/**
	 * The same list page by page (up to 50 records each, never empty): for files written in constant memory. With
	 * `options.parallel` several pages are on their way at once; they come in the same order all the same.
	 */
	pages(path: string, options: ListOptions = {}): AsyncGenerator<CoupaRecord[], void, undefined> {
		return this.pagesBy(path, options, async (query, signal) => await this.readPage(path, query, signal));
	}

	/** Pages of a list that is read in another way than `GET {path}`; the path stands for the list in error texts. */
	pagesBy(path: string, options: ListOptions, read: PageReader['read']): AsyncGenerator<CoupaRecord[], void, undefined> {
		return readPages(path, options, { read, pageSizes: this.pageSizes, worthwhile: () => this.requestsWorthwhile() });
	}

	/** Any request below `/api`: what `read` makes of an answer below 300. Sent once, unless `options` say that it may be repeated. */
	async exchange<Answer>(request: CoupaRequest, options: SendOptions, read: AnswerReader<Answer>): Promise<Answer> {
		return await this.sender.send(request, { ...options, anyPath: true }, read);
	}

	/** All records of a list in memory; up to `options.limit` of them. */
	async listAll(path: string, options: ListOptions = {}): Promise<CoupaRecord[]> {
		const records: CoupaRecord[] = [];
		for await (const record of this.list(path, options)) records.push(record);
		return records;
	}

	/** A write, sent once. An empty answer (`return_object=none`) is an empty record. */
	async write(method: 'POST' | 'PUT' | 'DELETE', path: string, body?: Json, query?: QueryPair[]): Promise<CoupaRecord> {
		const request: CoupaRequest = { method, path, query, body: body === undefined ? undefined : { kind: 'json', value: body } };
		return await this.sender.send(request, { repeatable: false }, method === 'PUT' ? readChanged : readWritten);
	}

	/**
	 * Sets or resets the `exported` flag of one record (rules.md §5): a request of its own, without body. `fields` are those
	 * of the record as it is afterwards; default: what Coupa's response filter gives.
	 */
	async markExported(path: string, exported = true, fields: FieldSelection = []): Promise<CoupaRecord> {
		const shown: QueryPair[] = fields.length === 0 ? [] : [['fields', fieldsParameter(fields)]];
		const request: CoupaRequest = { method: 'PUT', path, query: [['exported', String(exported)], ...shown] };
		return await this.sender.send(request, { repeatable: true }, readWritten);
	}

	/** Puts a file in its one place, e.g. `/api/invoices/12/image_scan` with part `file`: sending it again changes nothing. */
	async putFile(path: string, part: FormPart): Promise<CoupaRecord> {
		const request: CoupaRequest = { method: 'PUT', path, body: { kind: 'form', parts: [part] } };
		return await this.sender.send(request, { repeatable: true }, readWritten);
	}

	/** Posts a form, e.g. an attachment; sent once, because each one that arrives is kept. */
	async postForm(path: string, parts: FormPart[]): Promise<CoupaRecord> {
		const request: CoupaRequest = { method: 'POST', path, body: { kind: 'form', parts } };
		return await this.sender.send(request, { repeatable: false }, readWritten);
	}

	/** The bytes of a file, e.g. `/api/invoices/12/retrieve_image_scan`. */
	async bytes(path: string): Promise<CoupaFile> {
		const request: CoupaRequest = { method: 'GET', path, accept: 'bytes' };
		return await this.sender.send(request, { repeatable: true }, readFile);
	}

	/**
	 * Coupa's clock (ms since the epoch) at the local moment `at` (performance.now()), by the `Date` of its last answer; never
	 * later than it really was. Null before the first answer, and where a gateway takes the header away.
	 */
	serverTime(at: number = performance.now()): number | null {
		return this.sender.times.serverTime(at);
	}

	/** Lets time pass between tries of a write (write-once.ts); CoupaError `cancelled` as soon as the cancel signal fires. */
	async wait(milliseconds: number): Promise<void> {
		await this.sender.wait(milliseconds);
	}

	/** Throws CoupaError `cancelled` when the cancel signal has fired: for loops that do other work between calls. */
	throwIfCancelled(): void {
		this.sender.throwIfCancelled();
	}

	/**
	 * Requests that keep the limiter busy while others are on their way: twice the rate times the latency. More would only
	 * wait in the limiter, ahead of everybody else's.
	 */
	private requestsWorthwhile(): number {
		const latencyMs = this.sender.times.latencyMs() ?? 0;
		return Math.max(2, Math.ceil((2 * this.settings.requestsPerSecond * latencyMs) / 1000));
	}

	private async readPage(path: string, query: QueryPair[], signal?: AbortSignal): Promise<CoupaRecord[]> {
		const request: CoupaRequest = { method: 'GET', path, query };
		return await this.sender.send(request, { repeatable: true, emptyWhenNotFound: true, signal }, readList);
	}
}

export type { ClientSettings, CoupaFile, ListOptions, QueryPair };
