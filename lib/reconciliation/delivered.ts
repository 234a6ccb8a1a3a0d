/** Where a package can be in the lock-box. */
export type LockBoxPlace = 'archive' | 'rejected' | 'waiting' | 'processing' | 'incoming';

/** One invoice as it is in a package of the lock-box, or rows and files that belong to none. Plain JSON: it travels inside n8n items. */
export interface DeliveredRow {
	kind: 'invoice' | 'noInvoice';
	number: string | null;
	supplierNumber: string | null;
	supplierName: string | null;
	/** Invoice date as the file has it. */
	date: string | null;
	/** Exact decimal as text; null where the file gives none that can be read. */
	total: string | null;
	currency: string | null;
	/** File name of the package as Scan One delivered it. */
	package: string;
	place: LockBoxPlace;
	/** When the package arrived, ISO 8601 UTC. */
	receivedAt: string;
	/** Received within the period that is accounted for; others are there to recognise what Coupa holds. */
	inPeriod: boolean;
	/** A package that the import has made itself: what went back to Scan One, or waits for the buyer. It is not a delivery. */
	isCopy: boolean;
	/** Why it was sent back, or what is wrong with it. */
	reason: string | null;
	/** Key of the delivered invoice (Delivery.key); null where only a rejection report is left. */
	key: string | null;
	/** File name in its folder. */
	file: string;
	/** 1-based place among the items of its package. */
	position: number;
}

/** Counts and amounts of one currency; `withoutAmount` are those among `count` whose total cannot be read. */
export interface CurrencyAmount {
	/** Code; empty for invoices without one. */
	currency: string;
	count: number;
	amount: string;
	withoutAmount: number;
}

/** What was looked at in the lock-box: the account that the invoices behind it have to add up to. */
export interface LockBoxAccount {
	kind: 'lockBox';
	/** ISO 8601 UTC; `to` is not included. */
	from: string;
	to: string;
	/** IANA name of the zone that people read times in. */
	timeZone: string;
	/** Coupa instance that the lock-box is bound to. */
	boundTo: string | null;
	server: string;
	folders: Array<{ place: LockBoxPlace; path: string; files: number; read: number }>;
	/** What came in within the period, counted while it was read. */
	received: { packages: number; items: number; amounts: CurrencyAmount[] };
	/** Time of the oldest package in the archive; null where it is empty. */
	oldestArchived: string | null;
	/** False where the archive holds nothing from before the period, so that it may have been purged within it. */
	archiveReachesBack: boolean;
	/** Packages that could not be read, and why. */
	unread: Array<{ file: string; place: LockBoxPlace; reason: string }>;
}
