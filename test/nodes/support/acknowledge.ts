import type { INodeExecutionData } from 'n8n-workflow';

import { plainInvoice } from '../../../tools/sandbox/scan-one';
import { flow } from './current-flow';
import { detailsOf, itemsOf } from './flow';

/** An invoice that is imported, one that is refused, and one that needs the buyer. */
export const good = plainInvoice('A-1');
export const wrong = plainInvoice('A-2', { wrongControlTotal: '50.01' });
export const waits = plainInvoice('A-3', { supplierNumber: 'V-20020' });

/** The items of Import for a package of these invoices, which stays claimed. */
export async function importedPackage(name = 'a.zip', invoices = [good, wrong, waits]): Promise<INodeExecutionData[]> {
	await flow.deliver(name, invoices);
	const captured = itemsOf(await flow.getMany({}, {}, [{ json: { file: name } }]));
	return itemsOf(await flow.import(captured));
}

export const claimOf = (item: INodeExecutionData | undefined) => detailsOf(item).claim;

/** The packages in Processing. */
export const claimed = () => flow.files('Processing').filter((name) => name.endsWith('.zip'));
