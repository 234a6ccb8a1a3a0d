import type { CoupaRecord, DeliveredInvoice, Delivery, EInvoiceFacts, Outcome, Problem } from '../../core';
import type { CoupaClient } from '../client';
import type { EInvoiceFit } from './from-facts/fit';
import type { OrderLineReport } from './order-use';

/** The calls of the Coupa client that the invoice import needs. */
export type ImportClient = Pick<CoupaClient, 'instance' | 'scopes' | 'get' | 'list' | 'pages' | 'write' | 'putFile' | 'postForm'>;

/** The page image of an invoice. A URL cannot be sent as image scan (rules.md §9: body not documented). */
type ImageScan = ImportFile | { url: string };

export interface ImportFile {
	fileName: string;
	mimeType: string;
	/** Size in bytes, as far as it is known without reading. */
	size: number;
	/** Reads the whole file; called once, right before it is sent. */
	read(): Promise<Buffer>;
}

export type ImportAttachment =
	| { kind: 'file'; fileName: string; mimeType: string; size?: number; read(): Promise<Buffer> }
	| { kind: 'link'; url: string }
	| { kind: 'text'; text: string };

/** One captured invoice, as Scan One → Invoice → Get Many hands it over, with its files at hand. */
export interface ImportInput {
	/** The record in Coupa's own JSON; null for rows and files that belong to no invoice. */
	invoice: CoupaRecord | null;
	delivery: Delivery;
	/** What the reader found. An error keeps the invoice out without any call, unless the checks of the settings judge it otherwise. */
	problems: Problem[];
	/** The same before the settings judged it; set by the import itself. */
	found?: Problem[];
	/** `Submit For Approval?` as the file says; null when it says nothing, which leaves a draft. */
	submit: boolean | null;
	imageScan: ImageScan | null;
	/** Name of the image that the row names and the package does not hold. */
	missingImage?: string;
	attachments: ImportAttachment[];
	/** Cells of the file that have no place in the record. */
	extraColumns?: DeliveredInvoice['extraColumns'];
	/** Row of each part of the record by its path (`` for the header), where the reader remembers it. */
	rowOf?: Record<string, number>;
	/** Of an e-invoice: what supplier, chart of accounts and tax codes are found by. */
	eInvoice?: EInvoiceFacts;
	/** What was found for it; set by the import itself. */
	fit?: EInvoiceFit;
}

/** What the caller keeps in hand while the import runs. */
export interface ImportControl {
	signal?: AbortSignal;
	/** Asked before every POST and PUT: false once the run was cancelled or the claim may belong to somebody else. */
	mayWrite(delivery: Delivery): boolean;
	/** Told, once each, what could not be checked for the whole run, and how to change that. */
	tell?: (message: string) => void;
}

/** Where one invoice stands after the import. */
export interface ImportResult {
	outcome: Outcome;
	/** One sentence for the AP analyst. */
	reason: string;
	/** Coupa's id; null when it is not in Coupa, or not known to be. */
	invoiceId: number | null;
	/** Coupa's status, e.g. `draft` or `pending_approval`. */
	status: string | null;
	/** Address of the invoice in Coupa, for people. */
	url: string | null;
	/** The reader's problems and those found here. */
	problems: Problem[];
	/** Host of the Coupa instance. */
	instance: string;
	/** True when the invoice has left the draft state. */
	submitted: boolean;
	image: 'uploaded' | 'alreadyThere' | 'none';
	/** How each PO-backed line stands to its PO line; absent where they were not compared. */
	orderLines?: OrderLineReport[];
	/** The supplier as Coupa knows it; absent where it was not looked up or not found. */
	supplier?: { number: string | null; name: string | null };
}
