import { canBeWatched, ENTRIES, entryNamed } from '../../../lib/coupa';

test('records that lie below others, that need a condition, or whose ID is elsewhere cannot be watched', () => {
	const odd = ENTRIES.filter(({ below, idAt, listedBy }) => below !== undefined || idAt !== undefined || listedBy?.needed === true);
	expect(odd.map(({ name }) => name)).toEqual(expect.arrayContaining(['attachment', 'matchingAllocation', 'purchaseOrderRevision']));
	expect(odd.filter(canBeWatched)).toEqual([]);
	for (const name of ['invoice', 'purchaseOrder', 'supplier', 'paymentTerm']) expect(canBeWatched(entryNamed(name))).toBe(true);
	// Whatever they can be read by.
	const plain = entryNamed('invoice');
	expect(canBeWatched({ ...plain, idAt: 'record.id' })).toBe(false);
	expect(canBeWatched({ ...plain, listedBy: { conditions: ['x'], needed: true } })).toBe(false);
	expect(canBeWatched({ ...plain, listedBy: { conditions: ['x'] } })).toBe(true);
	expect(canBeWatched({ ...plain, reads: ['get'] })).toBe(false);
});
