import { codes, input, pdf, World } from './support/world';

describe('a new invoice', () => {
	let world: World;
	beforeEach(async () => {
		world = await World.start();
	});
	afterEach(async () => {
		await world.stop();
	});

	it('is posted, gets its image and is submitted with three calls', async () => {
		const image = pdf('the very page');
		const result = await world.importOne(input({ image }));
		expect(result).toMatchObject({ outcome: 'imported', status: 'pending_approval', submitted: true, image: 'uploaded', problems: [], instance: world.coupa.host });
		expect(result.url).toBe(`https://${world.coupa.host}/invoices/${result.invoiceId}`);
		expect(world.writes()).toEqual(['POST /api/invoices', 'PUT /api/invoices/:id/image_scan', 'PUT /api/invoices/:id/submit']);
		expect(world.calls()).toHaveLength(6);
		expect(world.coupa.imageScan(result.invoiceId ?? 0)?.bytes.equals(image)).toBe(true);
		expect(codes(result)).toEqual([]);
	});
});
