import type { DeliveredInvoice } from '../core';
import type { RawRow } from '../flat-file';
import type { DeliveredFile } from './delivered-files';

/** An item but for its delivery, which says how many items the package gives. */
export interface ItemDraft {
	json: Omit<DeliveredInvoice, 'delivery'>;
	/** File inside the package, where it is not the CSV. */
	entry?: string;
	rows: number[];
	key: string;
	files: DeliveredFile[];
	rawRows: RawRow[];
}
