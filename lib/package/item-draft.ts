import type { DeliveredInvoice } from '../core';
import type { RawRow } from '../flat-file';
import type { DeliveredFile } from './delivered-files';
import type { EInvoicePlace } from './open-invoices';

/** An item but for its delivery, which says how many items the package gives. */
export interface ItemDraft {
	json: Omit<DeliveredInvoice, 'delivery'>;
	/** File inside the package, where it is not the CSV. */
	entry?: string;
	rows: number[];
	key: string;
	files: DeliveredFile[];
	rawRows: RawRow[];
	/** The e-invoices that it is, or that go along with its row. */
	eInvoices?: EInvoicePlace[];
}
