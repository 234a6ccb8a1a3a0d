import { boolean, decimal, extra, field, inputOnly, integer, list, rowKind, text } from '../drafts';
import type { ColumnDraft, FlatFileTable } from '../table';
import { contactPerson, cxmlInvoicing, cxmlOrders, streets, town } from './supplier-columns';

const naming: ColumnDraft[] = [
	field('Name', 'name', text(100), { required: true }),
	field('Display Name', 'display-name', text(255)),
	field('Id', 'id', integer),
	field('Content Groups', 'content-groups', list('name')),
	field('Status', 'status', text()),
	field('Commodity', 'commodity.name', text()),
	field('Enterprise Code', 'enterprise.code', text()),
	field('Supplier Number', 'number', text(255)),
	field('Parent Company', 'parent.name', text()),
	field('Account Number', 'account-number', text(255), { note: 'the buyer’s account at the supplier, no bank account' }),
	field('Tax ID', 'tax-id', text(255)),
	field('Tax Code', 'tax-code.code', text()),
	field('DUNS', 'duns', text()),
	field('Online Store URL', 'online-store.url', text()),
	field('Online Store Login', 'online-store.login', text()),
];

const contactAndAddress: ColumnDraft[] = [
	field('Primary Contact Email', 'primary-contact.email', text()),
	extra('Primary Contact Reference Code'),
	...contactPerson,
	...streets,
	field('Primary Address Street3', 'primary-address.street3', text()),
	field('Primary Address Street4', 'primary-address.street4', text()),
	...town,
	field('Primary Address Vat Number', 'primary-address.vat-number', text()),
	field('Primary Address Vat Country Code', 'primary-address.vat-country.code', text()),
	extra('Primary Address Tax Type'),
	field('Primary Address Local Tax Number', 'primary-address.local-tax-number', text()),
];

const purchasing: ColumnDraft[] = [
	field('Invoice Matching Level', 'invoice-matching-level', text(255), { allowed: ['2-way', '3-way', '3-way-direct', 'none'] }),
	field('PO Method', 'po-method', text(255)),
	field('PO Change Method', 'po-change-method', text(255)),
	field('Buyer Hold', 'buyer-hold', boolean),
	inputOnly(field('Default Locale', 'default-locale', text(255))),
	field('PO Email', 'po-email', text(255), { note: 'several addresses in one cell' }),
	field('Payment Method', 'payment-method', text(255), { required: true }),
	extra('Remit-To Requirements', text(), 'the API holds a number whose meaning is not documented'),
	field('Payment Terms', 'payment-term.code', text()),
	field('Shipping Terms', 'shipping-term.code', text()),
];

const cxml: ColumnDraft[] = [
	...cxmlOrders,
	field('PO cXML Protocol', 'cxml-protocol', text()),
	field('cXML SSL Version', 'cxml-ssl-version', text()),
	field('Disable Cert Verify', 'disable-cert-verify', boolean),
	field('PO cXML HTTP Basic Auth Username', 'cxml-http-username', text()),
	...cxmlInvoicing,
];

const invoicing: ColumnDraft[] = [
	field('Savings (%)', 'savings-pct', decimal(8, 2)),
	field('On Hold', 'on-hold', boolean),
	field('Invoice Emails', 'invoice-emails', list('email')),
	field('Account Types', 'account-types', list('name')),
	field('Always Route Invoices From This Supplier For Approval', 'send-invoices-to-approvals', boolean),
	field('Allow Invoicing From CSN', 'allow-inv-from-connect', boolean),
	field('Create Invoices with No Backing Document', 'allow-inv-no-backing-doc-from-connect', boolean),
	field('Allow Invoicing Choose Billing Account From CSN', 'allow-inv-choose-billing-account', boolean),
	field('Restricted account types', 'restricted-account-types', list('name')),
	extra('Preferred Language'),
	extra('Preferred Currency'),
	extra('Country of Operation Code'),
	field('Allow Non-Backed Lines on PO Invoices', 'allow-inv-unbacked-lines-from-connect', boolean),
	field('Website', 'website', text(255)),
	extra('Email domain'),
	extra('Default contact email'),
	field('Hold invoices for AP review', 'hold-invoices-for-ap-review', boolean),
	field('Allow CSP Access without Two Factor', 'allow-csp-access-without-two-factor', boolean),
	field('Request change orders', 'allow-change-requests', boolean),
];

const furtherColumns: ColumnDraft[] = [
	extra('Send Email Added Notification'),
	extra('Enable for Early Payments'),
	extra('Early Payment Programs'),
	field('Supply Chain Finance Configurations', 'scf-configs', text()),
	field('Only pay financed invoices via Coupa Pay', 'coupa-pay-financing-only', boolean),
	extra('Parent Business Entity Name'),
	extra('Tags', text(), 'the API answers with tags in two shapes, neither of which the file documents'),
	field('Preferred Commodities', 'preferred-commodities', list('name')),
	field('One Time Supplier', 'one-time-supplier', boolean),
	field('Scope Three Emissions', 'scope-three-emissions', boolean),
	extra('Last Invited Email'),
	extra('Last Invited At'),
	extra('Last Reminded At'),
	extra('Proxy ID'),
	extra('Supplier website', text(), 'the API has one website, which is in Website'),
	extra('Do Not Offer Static Discounting'),
	field('Create Credit Notes without Backing Invoice', 'allow-cn-no-backing-doc-from-connect', boolean),
	extra('Payment Types'),
	extra('Exempt from Risk Aware'),
	extra('Service Sheet Required'),
	extra('Strategic Supplier', text(), 'the API element is named without a type'),
];

/** Suppliers, one row each, in the layout of Coupa's Suppliers Import (csv/suppliers_import.json, current page). */
export const suppliersImport: FlatFileTable = {
	name: 'suppliersImport',
	title: 'Suppliers (Suppliers Import)',
	fileStem: 'Suppliers',
	kindColumn: null,
	lists: [],
	identity: [['id', 'number', 'name']],
	xml: { list: 'suppliers', record: 'supplier' },
	rowKinds: [
		rowKind({ name: 'Supplier', level: 0, keyColumns: ['Name', 'Supplier Number', 'Id'], source: '0434' }, [
			...naming,
			...contactAndAddress,
			...purchasing,
			...cxml,
			...invoicing,
			...furtherColumns,
		]),
	],
};
