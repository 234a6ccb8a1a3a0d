import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import type { ImportInput } from '../../../lib/coupa/import';
import type { InterceptHook } from '../../../tools/sandbox/coupa';
import { input, pdf, World } from './support/world';

/** Frees at once what nothing holds; needs a flag that may be set while the process runs. */
function collector(): () => void {
	setFlagsFromString('--expose-gc');
	return runInNewContext('gc') as () => void;
}

describe('page images of a run', () => {
	let world: World;
	beforeEach(async () => {
		world = await World.start();
	});
	afterEach(async () => {
		await world.stop();
	});

	it('are let go when they are in Coupa, while all drafts wait for the look before their submit', async () => {
		const gc = collector();
		const read: Array<WeakRef<Buffer>> = [];
		const withImage = (number: string): ImportInput => ({
			...input({ invoice: { 'invoice-number': number } }),
			imageScan: {
				fileName: `${number}.pdf`,
				mimeType: 'application/pdf',
				size: 100_000,
				read: async () => {
					const bytes = Buffer.concat([pdf(number), Buffer.alloc(100_000, 'x')]);
					read.push(new WeakRef(bytes));
					return await Promise.resolve(bytes);
				},
			},
		});
		const held: number[] = [];
		const counting: InterceptHook = async ({ operation }, phase): Promise<'continue'> => {
			if (operation === 'submit' && phase === 'received' && held.length === 0) {
				// A reference that was made or read lives until the end of the turn.
				await new Promise((resolve) => setTimeout(resolve, 20));
				gc();
				held.push(read.filter((image) => image.deref() !== undefined).length);
			}
			return 'continue';
		};
		world.coupa.intercept(counting);
		const results = await world.import(
			Array.from({ length: 20 }, (_, index) => withImage(`M-${index}`)),
			{ parallelInvoices: 2 },
		);
		expect(results.map(({ outcome }) => outcome)).toEqual(Array.from({ length: 20 }, () => 'imported'));
		expect(read).toHaveLength(20);
		expect(held[0]).toBeLessThanOrEqual(4);
	});
});
