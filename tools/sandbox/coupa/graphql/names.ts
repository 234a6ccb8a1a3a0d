/** `invoice-lines`, `purchase_orders`, `coupa_pay/payments` as GraphQL spells them: `invoiceLines` (page 0013). */
export function fieldName(name: string): string {
	const [first = '', ...others] = name.split(/[^a-zA-Z0-9]+/).filter((word) => word !== '');
	return [first.charAt(0).toLowerCase() + first.slice(1), ...others.map((word) => word.charAt(0).toUpperCase() + word.slice(1))].join('');
}

/** `Asn-Header` as the name of a type: `AsnHeader`. */
export function typeName(definition: string): string {
	return definition.replaceAll(/[^a-zA-Z0-9]+/g, '');
}
