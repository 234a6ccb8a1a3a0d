import type { EInvoiceFacts } from './e-invoice-facts';
import type { Problem } from './problem';
import type { CoupaRecord } from './record';

/** Where an invoice came from, and what is needed to settle it again. Plain JSON: it travels inside n8n items. */
export interface Delivery {
	/** File name of the package as Scan One delivered it, e.g. `batch-0421.zip`. */
	package: string;
	/** File name of our claim in the Processing folder; null when the file was not claimed (looked at, or from another node). */
	claim: string | null;
	/** Name of the CSV inside the package (the package itself when it is a bare CSV). */
	entry: string;
	/** 1-based place of this item among the items of its package. */
	position: number;
	/** 1-based numbers of this invoice's rows as a spreadsheet shows them; header row kinds are in no row. */
	rows: number[];
	/** sha256 (hex) of the whole package file. */
	sha256: string;
	/** Time the package arrived: its mtime on the server, ISO 8601 UTC. */
	receivedAt: string;
	/** How many invoices the package holds. */
	invoices: number;
	/** How many items the package gives: its invoices, and one for each stray row group and stray file. */
	items: number;
	/** sha256 (hex) over this invoice's canonical rows and the bytes of its files: the same invoice delivered again has the same key. */
	key: string;
	/** Coupa instance (host) that the lock-box is bound to, from its binding file; null when it is not bound yet. */
	boundTo: string | null;
	/** How the file was to be decoded, so that settling reads the same rows: `auto`, `utf-8` or `windows-1252`. */
	encoding: 'auto' | 'utf-8' | 'windows-1252';
	/** Until when the claim is ours at the latest (ISO 8601, this machine's clock); null when not claimed. */
	claimedUntil: string | null;
}

/** One attachment a CSV row asks for (csv/invoices_import.json, `zip`). */
export type AttachmentSource =
	{ kind: 'file'; fileName: string; binary: string | null } | { kind: 'link'; url: string } | { kind: 'text'; text: string };

/** `json` of the item that Scan One → Invoice → Get Many hands over, one per invoice. */
export interface DeliveredInvoice {
	/** Ready for POST /api/invoices; null for rows and files that belong to no invoice. PO matches stand as `order-header-num` + `order-line-num` (or `source-part-num`). */
	invoice: CoupaRecord | null;
	/** `Submit For Approval?` as the file says; null when the column is absent or blank (then it stays a draft). */
	submit: boolean | null;
	/** The page image the row names; `binary` is the item's binary property, null when the file is missing. */
	imageScan: { fileName: string; binary: string | null } | { url: string } | null;
	attachments: AttachmentSource[];
	/** Cells that have no place in Coupa's API record: unknown columns, and known ones without an API twin. Kept, never sent. */
	extraColumns: Array<{ row: number; rowKind: string; column: string; value: string }>;
	/** Row of each part of `invoice` by its path: `` for the header, `invoice-lines[0]`, `invoice-lines[0].tax-lines[1]`… */
	rowOf: Record<string, number>;
	/** Of an e-invoice: what the import finds supplier, chart of accounts and tax codes by. Absent for flat files. */
	eInvoice?: EInvoiceFacts;
	delivery: Delivery;
	problems: Problem[];
}

/** Where an invoice stands after the import (design: table of outcomes). */
export type Outcome = 'imported' | 'alreadyImported' | 'heldAsDraft' | 'refused' | 'needsBuyer' | 'undecided';
