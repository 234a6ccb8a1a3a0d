import type { RecordedRequest } from '../../../tools/sandbox/coupa';
import { ALL_SCOPES } from '../../../tools/sandbox/coupa';
import type { ImportAttachment, ImportInput } from '../../../lib/coupa/import';
import { codes, input, World } from './support/world';
import { gate, is } from './support/faults';

/** Two runs that both believe the package theirs: no claim and no clock helps here. Coupa's own rule is off. */
let world: World;
beforeEach(async () => {
	world = await World.start({ duplicateRule: 'never' });
});
afterEach(async () => {
	jest.restoreAllMocks();
	await world.stop();
});

/** Does something once, at the first fitting request, before it is carried out or before its answer leaves. */
function once(fits: (request: RecordedRequest) => boolean, at: 'received' | 'answering', act: () => Promise<unknown>): void {
	let isDone = false;
	world.coupa.intercept(async (request, phase): Promise<'continue'> => {
		if (fits(request) && phase === at && !isDone) {
			isDone = true;
			await act();
		}
		return 'continue';
	});
}

const statuses = () => world.invoices().map(({ id, status }) => [id, status]);
const submits = () => world.apiCalls().filter(({ operation, status }) => operation === 'submit' && status === 200);

describe('a delivery that two runs bring into Coupa', () => {
	it('while the POST of the first is on its way: its draft is second, so it is voided and told', async () => {
		const captured = input();
		let other = '';
		once(is('post'), 'received', async () => {
			other = (await world.importOne(captured)).outcome;
		});
		const result = await world.importOne(captured);
		const [first, second] = statuses();
		expect([first?.[1], second?.[1], other]).toEqual(['pending_approval', 'voided', 'imported']);
		expect(result).toMatchObject({ outcome: 'alreadyImported', invoiceId: first?.[0], status: 'pending_approval' });
		expect(result.problems).toMatchObject([
			{ code: 'secondDraftVoided', message: expect.stringContaining(`, ${String(second?.[0])}, was`) },
		]);
		expect(submits()).toHaveLength(1);
	});

	it('the second draft is told by its id where it may not be voided, and stays a draft', async () => {
		await world.stop();
		world = await World.start(
			{ duplicateRule: 'never' },
			ALL_SCOPES.filter((scope) => scope !== 'core.invoice.delete'),
		);
		const captured = input();
		once(is('post'), 'received', async () => await world.importOne(captured));
		const result = await world.importOne(captured);
		const [, second] = statuses();
		expect(second?.[1]).toBe('draft');
		expect(result).toMatchObject({ outcome: 'alreadyImported', status: 'pending_approval' });
		expect(result.problems).toMatchObject([
			{ code: 'notVoided', message: expect.stringContaining(`invoice ${String(second?.[0])} to be voided`) },
		]);
		expect(submits()).toHaveLength(1);
	});

	it('when both have looked before either has posted: the first draft is submitted, once, with its image', async () => {
		const captured = input();
		let other: Promise<unknown> = Promise.resolve();
		let posted = 0;
		const gate: Array<() => void> = [];
		world.coupa.intercept(async ({ operation, path }, phase): Promise<'continue'> => {
			if (operation !== 'post' || path !== '/api/invoices') return 'continue';
			// Neither POST is carried out before both are sent.
			if (phase === 'received' && ++posted === 1) {
				other = world.importOne(captured);
				await new Promise<void>((resolve) => gate.push(resolve));
			} else if (phase === 'received') for (const open of gate) open();
			return 'continue';
		});
		const results = [await world.importOne(captured), await other];
		expect(statuses().map(([, status]) => status)).toEqual(['pending_approval', 'voided']);
		const [first] = statuses();
		expect(results).toMatchObject([{ invoiceId: first?.[0] }, { invoiceId: first?.[0] }]);
		expect(world.coupa.imageScan(Number(first?.[0]))).toMatchObject({ fileName: 'T-1.pdf' });
		expect(submits().length).toBeLessThanOrEqual(1);
	});

	it('with a list that lags behind: waits until the list shows its own draft, and so what was there before it', async () => {
		const captured = input();
		once(is('post'), 'received', async () => {
			await world.importOne(captured, { submit: 'never' });
			world.coupa.settings.listLagMs = 150;
		});
		// The other run's draft is as new to the list as this one's.
		world.coupa.settings.listLagMs = 0;
		const waits: number[] = [];
		const sleep = async (milliseconds: number) => {
			waits.push(milliseconds);
			await new Promise((resolve) => setTimeout(resolve, milliseconds));
		};
		const result = await world.importOne(captured, { lostAnswerWaitsMs: [50, 100, 200], sleep });
		expect(waits.length).toBeGreaterThan(0);
		expect(statuses().map(([, status]) => status)).toEqual(['pending_approval', 'voided']);
		expect(codes(result)).toContain('secondDraftVoided');
	});

	it('with a list that never shows the draft: it is kept as a draft, and told', async () => {
		world.coupa.settings.listLagMs = 60_000;
		const result = await world.importOne(input());
		expect(result).toMatchObject({
			outcome: 'heldAsDraft',
			status: 'draft',
			reason: expect.stringContaining(`draft ${String(statuses()[0]?.[0])}`),
		});
		expect(codes(result)).toEqual(['notListed']);
		expect(submits()).toEqual([]);
	});

	it('a draft that the other run has submitted meanwhile is not told as held', async () => {
		const captured = input();
		once(is('submit'), 'received', async () => await world.importOne(captured));
		const result = await world.importOne(captured);
		expect(result).toMatchObject({ outcome: 'imported', status: 'pending_approval', submitted: true, problems: [] });
		expect(submits()).toHaveLength(1);
	});

	it('whose submit Coupa refuses because of the draft that the other run is just making: the first is submitted, and not told as held', async () => {
		world.coupa.settings.duplicateRule = 'submit';
		const captured = input();
		const [bothSent, firstSubmits, firstIsDone] = [gate(), gate(), gate()];
		let second: Promise<unknown> = Promise.resolve();
		let posts = 0;
		let isSubmitting = false;
		world.coupa.intercept(async (request, phase): Promise<'continue'> => {
			if (request.path === '/api/invoices' && request.operation === 'post') {
				if (phase === 'received' && ++posts === 1) {
					second = world.importOne(captured);
					await bothSent.opened;
				} else if (phase === 'received') {
					bothSent.open();
					await firstSubmits.opened;
				} else if (world.invoices().length === 2) {
					await firstIsDone.opened;
				}
			} else if (request.operation === 'submit' && phase === 'received' && !isSubmitting) {
				isSubmitting = true;
				firstSubmits.open();
				while (world.invoices().length < 2) await new Promise((resolve) => setTimeout(resolve, 2));
			}
			return 'continue';
		});
		const result = await world.importOne(captured);
		firstIsDone.open();
		const results = [result, await second];
		expect(statuses().map(([, status]) => status)).toEqual(['pending_approval', 'voided']);
		const [first] = statuses();
		for (const each of results)
			expect(each).toMatchObject({
				outcome: expect.stringMatching(/^(imported|alreadyImported)$/),
				invoiceId: first?.[0],
				submitted: true,
			});
		expect(submits()).toHaveLength(1);
	});

	it('whose submit Coupa refuses because of an invoice that AP has entered meanwhile: it stays a draft, and the other one is named', async () => {
		world.coupa.settings.duplicateRule = 'submit';
		once(is('submit'), 'received', async () => {
			const [draft] = world.invoices();
			world.coupa.put('invoices', { ...draft, id: 77_001, status: 'pending_approval', 'internal-note': null });
			await Promise.resolve();
		});
		const result = await world.importOne(input());
		expect(result).toMatchObject({
			outcome: 'heldAsDraft',
			status: 'draft',
			reason: expect.stringContaining('It has invoice 77001, pending_approval.'),
		});
		expect(codes(result)).toEqual(['notSubmittable']);
		expect(submits()).toEqual([]);
	});

	it('whose page image Coupa refuses because the other run has just submitted it: not told as held', async () => {
		const captured = input();
		await world.importOne(captured, { submit: 'never' });
		const [draft] = world.invoices();
		world.coupa.put('invoices', { ...draft, 'image-scan': null, 'image-scan-file-name': null });
		world.coupa.settings.failNext = [{ match: is('image'), status: 400, body: { errors: { image_scan: ['cannot change any more'] } } }];
		once(is('image'), 'answering', async () => await world.importOne(captured));
		const result = await world.importOne(captured);
		expect(result).toMatchObject({ outcome: 'alreadyImported', status: 'pending_approval', submitted: true });
		expect(submits()).toHaveLength(1);
	});

	it('another delivery with the same number that came in meanwhile keeps it a draft', async () => {
		const captured = input();
		const corrected = input({ delivery: { key: 'c'.repeat(64) }, invoice: { 'supplier-total': '100.00' } });
		once(is('post'), 'received', async () => await world.importOne(corrected));
		const result = await world.importOne(captured);
		expect(result).toMatchObject({ outcome: 'heldAsDraft', status: 'draft' });
		expect(codes(result)).toEqual(['arrivedMeanwhile']);
		expect(submits()).toHaveLength(1);
	});

	it('a new invoice costs one look-up more, and none when it is delivered again', async () => {
		const captured = input();
		await world.importOne(captured, { submit: 'never' });
		const looks = () => world.calls().filter((call) => call === 'GET /api/invoices').length;
		expect(looks()).toBe(2);
		await world.importOne(captured, { submit: 'always' });
		expect(looks()).toBe(3);
	});

	it.each([10 * 60_000, -10 * 60_000])(
		'after a pause (clock moved by %d ms) a draft found there is looked up again before its submit',
		async (ms) => {
			const captured = input();
			await world.importOne(captured, { submit: 'never' });
			world.coupa.clearRequests();
			const real = performance.now.bind(performance);
			const now = Date.now.bind(Date);
			once(
				({ operation, method }) => method === 'GET' && operation !== 'list' && operation !== 'token',
				'received',
				async () => {
					// Suspended: either clock may have stood still.
					if (ms > 0) jest.spyOn(Date, 'now').mockImplementation(() => now() + ms);
					else jest.spyOn(performance, 'now').mockImplementation(() => real() - ms);
					await Promise.resolve();
				},
			);
			expect(await world.importOne(captured, { submit: 'always' })).toMatchObject({ outcome: 'imported', status: 'pending_approval' });
			expect(world.calls().filter((call) => call === 'GET /api/invoices')).toHaveLength(2);
		},
	);
});

describe('attachments that two runs send', () => {
	const note: ImportAttachment = { kind: 'text', text: 'Captured from paper' };
	const file: ImportAttachment = {
		kind: 'file',
		fileName: 'a.txt',
		mimeType: 'text/plain',
		read: async () => await Promise.resolve(Buffer.from('abc')),
	};
	const captured = (): ImportInput => input({}, { attachments: [file, note] });

	it('are told by name and id where they are there twice, by a run that may not write any more', async () => {
		const delivered = captured();
		let isLate = false;
		once(
			({ operation }) => operation === 'attachment',
			'received',
			async () => {
				isLate = true;
				await world.importOne(delivered);
			},
		);
		const result = await world.importOne(delivered, {}, { mayWrite: () => !isLate });
		const [invoice] = world.invoices();
		const ids = world.coupa.attachments(Number(invoice?.id)).flatMap(({ kind, id }) => (kind === 'file' ? [id] : []));
		expect(ids).toHaveLength(2);
		expect(result).toMatchObject({
			outcome: 'undecided',
			reason: expect.stringContaining(`Attachment “a.txt” is on invoice ${String(invoice?.id)} twice (attachments ${ids.join(' and ')})`),
		});
		expect(invoice).toMatchObject({ status: 'pending_approval' });
	});

	it('are told as well where no clock shows that there was a pause', async () => {
		const delivered = captured();
		once(
			({ operation }) => operation === 'attachment',
			'received',
			async () => await world.importOne(delivered),
		);
		const result = await world.importOne(delivered);
		const [invoice] = world.invoices();
		expect(result).toMatchObject({ outcome: 'alreadyImported', status: 'pending_approval' });
		expect(result.problems.map(({ code, message }) => [code, message])).toEqual([
			['attachmentTwice', expect.stringContaining(`Attachment “a.txt” is on invoice ${String(invoice?.id)} twice`)],
			['attachmentTwice', expect.stringContaining('Attachment “Captured from paper” is on')],
		]);
	});

	it('are looked up right before each one on a draft that was there before, so that the other run’s are not sent again', async () => {
		const delivered = captured();
		const stopAfter = (writes: number) => ({ mayWrite: () => world.writes().length < writes });
		await world.importOne(delivered, {}, stopAfter(2));
		once(
			({ operation }) => operation === 'attachment',
			'answering',
			async () => await world.importOne(delivered),
		);
		const result = await world.importOne(delivered);
		expect(world.coupa.attachments(Number(world.invoices()[0]?.id)).map(({ kind }) => kind)).toEqual(['file', 'text']);
		expect(result).toMatchObject({ invoiceId: world.invoices()[0]?.id, status: 'pending_approval' });
	});
});
