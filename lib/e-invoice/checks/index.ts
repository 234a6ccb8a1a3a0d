import type { Problem } from '../../core';
import type { EInvoice } from '../e-invoice';

export function checkEInvoice(_invoice: EInvoice): Problem[] {
	return [];
}
