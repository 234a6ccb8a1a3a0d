import type { CoupaRecord, Json } from '../../../lib/core';
import type { CoupaSettings } from './settings';
import type { GeneratedTable } from './store/generated';

/** Records a sandbox starts with, by resource path name (`suppliers`, `purchase_orders`…): Coupa's API JSON, with ids. */
export type CoupaSeed = Record<string, CoupaRecord[]>;

/** An OpenID Connect client of the company, grant type client credentials (rules.md §1). */
export interface OAuthClient {
	clientId: string;
	clientSecret: string;
	/** Scopes the admin ticked for it. */
	scopes: string[];
}

/** The record that another one belongs to. */
export interface Owner {
	resource: string;
	id: number;
}

/** A part of a request that Coupa takes without a word and does not keep (rules.md §2). */
export interface IgnoredPart {
	method: string;
	path: string;
	/** As a path through the body: `order-lines.0.colour`. */
	attribute: string;
	why: 'unknown attribute' | 'output only' | 'unknown reference' | 'not written by this request';
}

/** What a request is for, in one word. */
export type Operation =
	| 'token'
	| 'list'
	| 'get'
	| 'post'
	| 'put'
	| 'exported'
	| 'image'
	| 'retrieveImage'
	| 'attachment'
	| 'attachments'
	| 'submit'
	| 'void'
	| 'abandon'
	| 'delete'
	| 'other';

/** One request as the sandbox saw it. */
export interface RecordedRequest {
	/** 1-based place since the start or since clearRequests. */
	n: number;
	/** When its last byte had come, ms since the epoch. */
	time: number;
	method: string;
	path: string;
	/** Decoded names and values, in the order sent. */
	query: Array<[name: string, value: string]>;
	/** Null until it is answered, and forever when the socket was destroyed instead. */
	status: number | null;
	/** Size of the body. */
	requestBytes: number;
	operation: Operation;
	/** Of requests about one invoice; for POST the id the draft was given. */
	invoiceId?: number;
	/** The body, where it was JSON. */
	json?: Json;
	/** Names of the parts, where it was a multipart form. */
	parts?: string[];
	/** Rows of a list in the answer. */
	rows?: number;
}

export type Phase = 'received' | 'answering';
export type InterceptHook = (request: RecordedRequest, phase: Phase) => Promise<'continue' | 'drop'> | 'continue' | 'drop';

/** A page image, or a file attachment, exactly as it was uploaded. */
export interface StoredFile {
	fileName: string;
	mimeType: string;
	bytes: Buffer;
}

/** Documents that Coupa answers with as bytes, beside the image scan. */
export type InvoiceDocument = 'legalInvoice' | 'clearanceDocument';

/** One attachment of a record: a file, a text or a link (rules.md §9). */
export interface StoredAttachment {
	id: number;
	kind: 'file' | 'text' | 'url';
	intent: string | null;
	file: StoredFile | null;
	text: string | null;
	url: string | null;
}

export interface SandboxOptions {
	/** SQLite file; what it holds survives a restart. Default: in memory. */
	database?: string;
	/** Default 0: a free port. It listens on 127.0.0.1 only. */
	port?: number;
	/** Used only when the database holds nothing yet. */
	seed?: CoupaSeed;
	/** Default: one client, DEFAULT_CLIENT, that holds every scope. */
	clients?: OAuthClient[];
	settings?: Partial<CoupaSettings>;
	/** Tables whose rows are made up when they are asked for, by resource; in place of what is stored, for lists only. */
	generated?: Record<string, GeneratedTable>;
}

/** A running Coupa. */
export interface CoupaSandbox {
	/** `http://127.0.0.1:PORT` */
	url: string;
	/** `127.0.0.1:PORT` */
	host: string;
	/** May be changed at any time. */
	settings: CoupaSettings;
	requests(): RecordedRequest[];
	clearRequests(): void;
	/** Every stored record of a resource, by id, read straight from SQLite. */
	rows(resource: string): CoupaRecord[];
	/** What Coupa took and silently did not keep, of all requests that it carried out since the start or since clearRequests. */
	ignored(): IgnoredPart[];
	/**
	 * What the recorded requests have that Coupa's documents do not: paths, verbs, parameters, parts of bodies. One line per problem,
	 * empty when every request is as documented.
	 */
	contractProblems(): string[];
	/**
	 * Stores a record behind the API's back: new, or in place of the one with its id. Moves `updated-at` unless asked not to. `owner` is
	 * the record that it belongs to, of records below others.
	 */
	put(resource: string, record: CoupaRecord, options?: { keepUpdatedAt?: boolean; owner?: Owner }): void;
	/** Deletes a record behind the API's back. */
	remove(resource: string, id: number): void;
	imageScan(invoiceId: number): StoredFile | null;
	/** Puts a document beside an invoice that Coupa itself makes, or gets from a tax authority. */
	putDocument(kind: InvoiceDocument, invoiceId: number, file: StoredFile): void;
	/** What is attached to an invoice, or to another record. */
	attachments(invoiceId: number, resource?: string): StoredAttachment[];
	/** Every token given so far is refused from now on. */
	expireTokens(): void;
	/**
	 * Calls the hook for every request: `received` before anything is done, `answering` when the work is done and kept but the
	 * answer is not sent. `drop` destroys the socket. Null takes the hook away.
	 */
	intercept(hook: InterceptHook | null): void;
	/** Cuts off what is under way, and closes the database. A second call waits for the first. */
	stop(): Promise<void>;
}
