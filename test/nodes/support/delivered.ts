import type { IDataObject } from 'n8n-workflow';

import type { DeliveredInvoice } from '../../../lib/core';

/** An item of Get Many or Read File, as what it is. */
export const delivered = ({ json }: { json: IDataObject }) => json as unknown as DeliveredInvoice;

/** The numbers of the invoices that were read. */
export const numbers = (items: Array<{ json: IDataObject }>) => items.map((item) => delivered(item).invoice?.['invoice-number']);

/** The items with which the trigger announces these files. */
export const announcing = (...files: string[]) => files.map((file) => ({ json: { file } }));
