import { MOST_PARALLEL, type ListOptions } from '../../../lib/coupa/paging';
import { valueAt, type CoupaRecord } from '../../../lib/core';
import { FakeCoupa } from '../client/fake-coupa';

export const PARALLEL: ListOptions = { parallel: MOST_PARALLEL };

/** The Coupa of the running test. */
export let coupa: FakeCoupa;

/** Each test of the file has a Coupa of its own. */
export function coupaPerTest(): void {
	beforeEach(async () => {
		coupa = await new FakeCoupa().start();
	});

	afterEach(async () => {
		await coupa.stop();
	});
}

export const idsOf = (rows: CoupaRecord[]) => rows.map((row) => Number(valueAt(row, 'id')));
