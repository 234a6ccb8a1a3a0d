import type { CoupaRecord } from '../../core';
import { Accounts } from './accounts';
import { PurchaseOrders } from './orders';
import type { ImportSettings } from './settings';
import { Suppliers } from './suppliers';
import type { ImportClient } from './types';

/** What invoices refer to, looked up in Coupa once per run and shared by all its invoices. */
export class References {
	readonly suppliers: Suppliers;
	readonly orders: PurchaseOrders;
	readonly accounts: Accounts;

	constructor(client: ImportClient, settings: Pick<ImportSettings, 'defaultAccounts'>) {
		this.suppliers = new Suppliers(client);
		this.orders = new PurchaseOrders(client);
		this.accounts = new Accounts(client, settings.defaultAccounts);
	}

	/** Looks up what these invoices name and earlier ones did not. */
	async load(invoices: CoupaRecord[]): Promise<void> {
		await Promise.all([this.suppliers.load(invoices), this.orders.load(invoices), this.accounts.load(invoices)]);
	}
}
