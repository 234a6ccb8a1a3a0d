import type { CoupaRecord } from '../../core';
import { Accounts } from './accounts';
import { MasterData } from './master-data';
import { PurchaseOrders } from './orders';
import type { ImportSettings } from './settings';
import { SupplierInformation } from './supplier-information';
import { Suppliers } from './suppliers';
import type { ImportClient } from './types';

/** What invoices refer to, looked up in Coupa once per run and shared by all its invoices. */
export class References {
	readonly suppliers: Suppliers;
	readonly orders: PurchaseOrders;
	readonly accounts: Accounts;
	readonly masterData: MasterData;
	readonly information: SupplierInformation;

	/** `tell` is called with what could not be looked up for a check, in words. */
	constructor(
		client: ImportClient,
		settings: Pick<ImportSettings, 'defaultAccounts' | 'matchPoLines' | 'checks' | 'bankDetails'>,
		tell: (message: string) => void = () => undefined,
	) {
		this.suppliers = new Suppliers(client, settings);
		this.orders = new PurchaseOrders(client, settings);
		this.accounts = new Accounts(client, settings.defaultAccounts);
		this.masterData = new MasterData(client, settings, tell);
		this.information = new SupplierInformation(client, settings, tell);
	}

	/** @throws Undecided where something that the invoice names could not be looked up */
	assertKnown(invoice: CoupaRecord): void {
		for (const lookedUp of [this.suppliers, this.orders, this.accounts]) lookedUp.assertKnown(invoice);
	}
}
