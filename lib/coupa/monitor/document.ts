import { sha256 } from '../../core';

/** Kinds of documents by Coupa's names, of those that the operations of this package work on (R39 lists 31). */
export type DocumentType = 'InvoiceHeader' | 'OrderHeader' | 'Payment';

/** One document of a run, and what became of it. */
export interface MonitoredDocument {
	type: DocumentType;
	/** Coupa's ID; null where Coupa does not have it, or is not known to. */
	id: number | null;
	/**
	 * The same whenever this document comes again: by it an earlier failure is found when Coupa had no ID of the document. Null for documents
	 * that come from Coupa and so always have one.
	 */
	key: string | null;
	/** Coupa's status, where it is known. */
	status: string | null;
	/**
	 * `done`: it went through now; `unchanged`: it had before; `failed`: somebody has to act; `open`: nobody knows yet, and a later run tries
	 * it again.
	 */
	state: 'done' | 'unchanged' | 'failed' | 'open';
	/** Of a failure: a short code, such as the outcome or the ERP's own. */
	code: string;
	/** Of a failure: which document it is and why, for the person who is alerted. */
	message: string;
	/** The failed document is to be marked as exported in the same call, so that it does not come again by itself. */
	markExported?: true;
}

/** What one document is known by within a run. */
export function identityOf({ type, id, key }: MonitoredDocument): string {
	return key === null ? `${type} #${String(id)}` : `${type} ${key}`;
}

/** What finds the record of a document that Coupa has no ID of: it fits into a list of values, whatever the key is made of. */
export function externalId(document: MonitoredDocument): string {
	return sha256(identityOf(document));
}
