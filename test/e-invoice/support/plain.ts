import { type EInvoice, type Group, type GroupId, readEInvoiceXml } from '../../../lib/e-invoice';

/** A group as plain data: a term's value, or its values where there are several; groups as lists. */
export interface Plain {
	[id: string]: string | string[] | Plain[];
}

export function plain(group: Group): Plain {
	const { terms, groups } = group.entries();
	return Object.fromEntries([
		...terms.map(([id, values]) => [id, values.length === 1 ? (values[0]?.value ?? '') : values.map(({ value }) => value)]),
		...groups.map(([id, below]) => [id, below.map(plain)]),
	]) as Plain;
}

/** The only invoice of a file. */
export async function only(xml: string): Promise<EInvoice> {
	const { invoices } = await readEInvoiceXml(Buffer.from(xml));
	const [invoice] = invoices;
	if (invoice === undefined || invoices.length !== 1) throw new Error(`The file has ${invoices.length} invoices.`);
	return invoice;
}

/** The first group of its kind; empty where there is none. */
export function plainGroup(owner: Group | undefined, id: GroupId): Plain {
	const group = owner?.group(id);
	return group ? plain(group) : {};
}
