import type { CoupaRecord } from '../../../lib/core';
import { accounts } from './accounts';
import { referenceData } from './reference';
import { purchaseOrders } from './sample-orders';
import { suppliers } from './suppliers';

/**
 * What the sandbox Coupa holds before the first delivery: Coupa's API JSON by API resource name (account_types, accounts,
 * suppliers with remit-to-addresses, purchase_orders with order-lines, currencies, payment_terms, shipping_terms, tags,
 * tax_codes, tax_registrations, uoms, addresses, users). All invented; a new copy each time.
 */
export function coupaSeed(): Record<string, CoupaRecord[]> {
	return { ...referenceData(), accounts: accounts(), suppliers: suppliers(), purchase_orders: purchaseOrders() };
}
