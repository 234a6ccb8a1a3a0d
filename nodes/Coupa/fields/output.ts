import type { INodeProperties } from 'n8n-workflow';

import { type Entry, simplify, withoutSecrets } from '../../../lib/coupa';
import type { CoupaRecord } from '../../../lib/core';

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
