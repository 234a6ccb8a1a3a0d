/** The operations of this node that each template uses. Written by the build from workflows/: edit those. */
export const TEMPLATE_USES: Record<string, string> = {
	'Daily reconciliation of delivered invoices': 'invoice.reconcile',
	'Export OK to pay to the ERP': 'invoice.getOkToPay invoice.confirmOkToPay',
	'Export purchase orders to Scan One': 'purchaseOrder.getAll purchaseOrder.getUnexported purchaseOrder.markExported',
	'Import e-invoices from an inbox into Coupa': 'invoice.import',
	'Import invoices from Scan One into Coupa': 'invoice.import',
	'Payments of the ERP into Coupa': 'invoice.importPayments',
	'Invoice status to Scan One': 'invoice.getAll',
	'Preflight of Coupa and Scan One': 'integration.preflight',
	'Review what tolerances hold': 'invoice.getHeld invoice.downloadImageScan invoice.decide',
	'Sync accounts and suppliers to Scan One': 'account.getAll supplier.getAll',
};
