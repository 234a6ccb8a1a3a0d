import { attributeLabel } from '../../lib/coupa';

describe('an attribute as the label of a field', () => {
	it.each([
		['payment-term.code', 'Payment Term (Code)'],
		['custom-fields.cost-type', 'Cost Type'],
		['remit-to-address.remit-to-code', 'Remit-To Address (Remit-To Code)'],
		['ship_to_address.street1', 'Ship-To Address (Street 1)'],
		['bill-to-address', 'Bill-To Address'],
		['send-to-supplier', 'Send To Supplier'],
		['po-number', 'PO Number'],
		['custom-fields.s4hana', 'S4hana'],
	])('%s is %s', (path, label) => {
		expect(attributeLabel(path)).toBe(label);
	});
});
