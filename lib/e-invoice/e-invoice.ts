import type { Problem } from '../core';
import type { SyntaxName } from './syntax/table';
import type { Group, GroupId } from './terms';

/** Something of the document that no row of its syntax table reads. */
export interface Unread {
	path: string;
	value: string;
}

/** One invoice of a file in the terms of EN 16931. */
export interface EInvoice {
	syntax: SyntaxName;
	/** Specification identifier (BT-24) or version of the national format, as the file gives it; null where it gives none. */
	profile: string | null;
	/** 1-based place in its file. */
	position: number;
	document: Group;
	/** What no table row reads, in document order: reported, never dropped silently. */
	unread: Unread[];
	/** Groups that the document has but that say nothing; only checks look at them. */
	empty?: Array<{ group: GroupId; path: string }>;
	/** Values that could not be read: left out of `document`, each with its term and place. */
	problems: Problem[];
}

/** A file of e-invoices. */
export interface EInvoiceFile {
	syntax: SyntaxName;
	title: string;
	invoices: EInvoice[];
}
