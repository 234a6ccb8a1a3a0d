import { isRecord, type CoupaRecord } from '../core';

/** The row of each part of a record by its path, from the rows that the parts came from. */
export function rowsByPath(record: CoupaRecord, origins: ReadonlyMap<CoupaRecord, number>, path = ''): Record<string, number> {
	const own = origins.get(record);
	const rows: Record<string, number> = own === undefined ? {} : { [path]: own };
	for (const [key, value] of Object.entries(record)) {
		if (!Array.isArray(value)) continue;
		value.filter(isRecord).forEach((part, index) => {
			Object.assign(rows, rowsByPath(part, origins, `${path === '' ? '' : `${path}.`}${key}[${index}]`));
		});
	}
	return rows;
}
