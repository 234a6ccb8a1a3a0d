import type { IDataObject, IExecuteFunctions, INodeProperties } from 'n8n-workflow';

import { type Entry, simplify, withoutSecrets } from '../../../lib/coupa';
import type { CoupaRecord } from '../../../lib/core';
import type { OutputItem } from '../../common/operation';
import { ItemParameters } from '../../common/parameters';

export const simplifyProperty: INodeProperties = {
	displayName: 'Simplify',
	name: 'simple',
	type: 'boolean',
	default: true,
	description: 'Whether to return a simplified version of the response instead of the raw data',
};

/** A record as an item shows it: secrets and bank data always left out, and cut to the useful fields when asked. */
export function presented(record: CoupaRecord, entry: Entry, simplified: boolean): CoupaRecord {
	const safe = withoutSecrets(record);
	return simplified ? simplify(safe, entry) : safe;
}

/** The item that shows a record as the parameters of an input item ask for. */
export function presentedItem(context: IExecuteFunctions, itemIndex: number, entry: Entry, record: CoupaRecord): OutputItem {
	const parameters = new ItemParameters(context, itemIndex, [simplifyProperty]);
	return { json: presented(record, entry, parameters.flag('simple')) as IDataObject };
}
