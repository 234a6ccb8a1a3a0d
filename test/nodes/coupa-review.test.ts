import { BOB, DANA, Review, type Seen } from './support/review';
import { hintsOf, itemsOf } from './support/flow';

/** What reviewers see of held invoices, and what becomes of their decisions, through the node itself. */
let review: Review;

beforeAll(async () => {
	review = await Review.start();
});
afterAll(async () => {
	await review.coupa.stop();
});
beforeEach(() => {
	review.clear();
});
afterEach(() => {
	expect(review.coupa.contractProblems()).toEqual([]);
	expect(review.coupa.ignored()).toEqual([]);
});

const LATER = '2027-01-01T00:00:00-07:00';
const DISPUTE = { reason: 'INCORRECT_PRICE', comment: 'The order says 100.00' };
const asBob = { reviewerName: BOB.fullname, reviewerEmail: BOB.email, reviewerCoupaUser: BOB.login };

describe('Get Held', () => {
	test('one item for each held invoice: failures in words, amounts, order, age, what can be decided, link', async () => {
		const held = review.invoice();
		const inApproval = review.invoice({ status: 'pending_approval' });
		const others = [
			review.invoice({ status: 'pending_approval', 'failed-tolerances': [] }),
			review.invoice({ status: 'approved' }),
			review.invoice({ status: 'draft' }),
		];
		review.invoice({ 'invoice-number': '<img src=x>{{ $env }}', 'failed-tolerances': [{ id: 1, code: '<script>&', resolved: false }] });
		const items = itemsOf(await review.held()).map(({ json }) => json);
		const ids = items.map(({ id }) => id);
		expect(ids).toEqual(expect.arrayContaining([held.id, inApproval.id]));
		expect(others.filter(({ id }) => ids.includes(id))).toEqual([]);
		expect(items.find(({ id }) => id === held.id)).toMatchObject({
			...{ number: 'R-1', date: '2026-05-04', supplier: 'Northbrook', supplierNumber: 'V-1', status: 'ap_hold', statusInWords: 'AP Hold' },
			...{ held: true, total: '112.50', currency: 'USD', poNumbers: `PO-${held.id}`, reasons: 'Price % on line 2: 12.5, limit 10' },
			failures: [
				{
					...{ kind: 'Price %', code: 'price_percent', breach: '12.5', limit: '10', line: '2' },
					...{ poNumber: `PO-${held.id}`, poLine: '2', words: 'Price % on line 2: 12.5, limit 10' },
				},
			],
			...{ heldSince: '2026-05-05T10:00:00-07:00', updatedAt: held.updatedAt, hasImage: false },
			link: `${review.coupa.url}/invoices/${held.id}`,
		});
		const html = String(items.find(({ id }) => id === held.id)?.html);
		expect(html).toContain(`<li>Price % on line 2: 12.5, limit 10 (PO PO-${held.id}, line 2)</li>`);
		expect(html).toContain('<b>112.50 USD</b>');
		const hostile = String(items.find(({ number }) => String(number).startsWith('<img'))?.html);
		expect(hostile).toMatch(/&#60;img src=x&#62;.*<li>&#60;script&#62;&#38;<\/li>/);
		expect(hostile).not.toMatch(/<img|<script|\{|\$/);
		const offered = (id: number) =>
			(items.find((item) => item.id === id)?.decisions as Array<{ decision: string }>).map(({ decision }) => decision);
		expect(offered(held.id)).toEqual(['dispute', 'revalidate', 'comment']);
		expect(offered(inApproval.id)).toEqual(['approve', 'reject', 'dispute', 'comment']);
		expect(Number(items.find(({ id }) => id === held.id)?.ageDays)).toBeGreaterThan(100);
	});

	test('by ID, whatever the status; one that Coupa does not have is named; the page image comes along', async () => {
		const moved = review.invoice({ status: 'approved' });
		const content = Buffer.from('%PDF-1.7 page');
		const binary = { data: { data: content.toString('base64'), fileName: 'page.pdf', mimeType: 'application/pdf' } };
		const upload = { resource: 'invoice', operation: 'uploadImageScan', binaryPropertyName: 'data' };
		const at = { invoice: { __rl: true, mode: 'id', value: String(moved.id) } };
		itemsOf(await review.engine.execute('coupa', { ...upload, ...at }, [{ json: {}, binary }]));
		const run = await review.held({ which: 'ids', invoiceIds: `${moved.id}, 999999`, options: { includeImage: true } });
		const [item, second] = itemsOf(run);
		expect(second).toBeUndefined();
		expect(item?.json).toMatchObject({ id: moved.id, held: false, reasons: '', decisions: [], hasImage: true });
		expect((await review.engine.binary(item, 'imageScan')).equals(content)).toBe(true);
		expect(hintsOf(run)).toEqual([expect.stringContaining('999999')]);
	});

	test('no ID is guessed', async () => {
		expect((await review.held({ which: 'ids', invoiceIds: '7, R-1' })).error?.message).toMatch(/"R-1"|Invoice IDs/);
	});
});

describe('Decide', () => {
	test('a dispute goes to Coupa once, with its reason; a comment names reviewer, decision and execution', async () => {
		const seen = review.invoice();
		expect(await review.decide(seen, 'dispute', DISPUTE)).toMatchObject({
			...{ outcome: 'decided', status: 'disputed', isCommented: true, requesterCheck: 'isNot', reviewer: DANA.email },
			message: expect.stringMatching(/^Thank you, Dana Reviewer\. Invoice R-\d+ was disputed and is now Disputed\.$/),
		});
		expect(review.written(seen.id)).toEqual(['dispute', 'comments']);
		expect(review.now(seen.id)).toMatchObject({ status: 'disputed', 'dispute-reasons': [{ code: 'INCORRECT_PRICE' }] });
		expect(review.comments()).toEqual([
			expect.stringMatching(
				/^Decided by Dana Reviewer \(dana@acme\.test, Coupa user dana\.reviewer\) in n8n execution \S+: Dispute, reason INCORRECT_PRICE\.\nThe order says 100\.00\n\[review [0-9a-f]{12}\/[0-9a-f]{12} dispute\]$/,
			),
		]);
	});

	test('sent a second time, and by a second reviewer who saw the same: answered with who decided, nothing is written', async () => {
		const seen = review.invoice();
		await review.decide(seen, 'dispute', DISPUTE);
		review.coupa.clearRequests();
		const again = await review.decide(seen, 'dispute', DISPUTE);
		const other = await review.decide(seen, 'revalidate', {
			reviewerName: 'Eve',
			reviewerEmail: 'eve@acme.test',
			reviewerCoupaUser: 'eve',
		});
		for (const { outcome, message } of [again, other]) {
			expect(outcome).toBe('alreadyDecided');
			expect(message).toMatch(/^This was decided before, and nothing was done again\. Decided by Dana Reviewer .* Dispute/);
		}
		expect(review.written(seen.id)).toEqual([]);
	});

	test('two reviewers at the same moment: one decides, the other is answered', async () => {
		const seen = review.invoice();
		const results = await Promise.all([
			review.decide(seen, 'dispute', DISPUTE),
			review.decide(seen, 'dispute', { ...DISPUTE, reviewerName: 'Eve', reviewerEmail: 'eve@acme.test', reviewerCoupaUser: 'eve' }),
		]);
		expect(results.map(({ outcome }) => outcome).sort()).toEqual(['alreadyDecided', 'decided']);
		expect(review.written(seen.id)).toEqual(['dispute', 'comments']);
	});

	test.each([
		['voided meanwhile', { status: 'voided' }, /“Dispute” is not possible: it is now Voided, and there is nothing to decide/],
		['changed meanwhile', { 'gross-total': '100.00' }, /It has changed since the page was shown/],
	])('an invoice that was %s is left alone', async (_what, change, said) => {
		const seen = review.invoice();
		review.coupa.put('invoices', { ...review.now(seen.id), ...change, 'updated-at': LATER }, { keepUpdatedAt: true });
		expect(await review.decide(seen, 'dispute', DISPUTE)).toMatchObject({ outcome: 'movedOn', message: expect.stringMatching(said) });
		expect(review.written(seen.id)).toEqual([]);
	});

	test('moved on between the last look and the write: Coupa refuses, and the reviewer learns why', async () => {
		const seen = review.invoice();
		review.coupa.intercept(({ path }, phase) => {
			if (phase === 'received' && path.endsWith('/dispute')) {
				review.coupa.intercept(null);
				review.coupa.put('invoices', { ...review.now(seen.id), status: 'voided', 'updated-at': LATER }, { keepUpdatedAt: true });
			}
			return 'continue';
		});
		expect(await review.decide(seen, 'dispute', DISPUTE)).toMatchObject({ outcome: 'movedOn', status: 'voided', isCommented: null });
		expect(review.written(seen.id)).toEqual(['dispute']);
	});

	test('revalidation: what Coupa says then, in words; it may be asked for again later', async () => {
		const seen = review.invoice();
		expect(await review.decide(seen, 'revalidate')).toMatchObject({
			...{ outcome: 'decided', status: 'pending_approval' },
			message: expect.stringMatching(
				/was checked against the tolerances again: no tolerance fails any more, and it is now Pending Approval\.$/,
			),
		});
	});

	test('a decision as a spreadsheet spells it; another word is refused by name', async () => {
		const seen = review.invoice();
		expect(await review.decide(seen, ' revalidate tolerances')).toMatchObject({ outcome: 'decided', decision: 'revalidate' });
		expect((await review.run(seen, 'Pay')).error?.message).toMatch(/Decision.*"Pay"|"Pay".*Decision/);
	});

	test('a comment alone', async () => {
		const seen = review.invoice();
		expect(await review.decide(seen, 'comment', { comment: 'Asked the buyer' })).toMatchObject({ outcome: 'decided', status: 'ap_hold' });
		expect(review.written(seen.id)).toEqual(['comments']);
		expect(await review.decide(seen, 'comment', { comment: 'Asked the buyer' })).toMatchObject({ outcome: 'alreadyDecided' });
		expect(review.comments()).toHaveLength(1);
	});

	test.each([
		['dispute', { reason: '' }, /Coupa wants a reason for a dispute/],
		['reject', { reason: '' }, /Coupa wants a reason for a rejection/],
		['comment', { comment: '' }, /The comment is empty/],
		['dispute', { ...DISPUTE, reviewerEmail: '={{ "" }}' }, /Who decides has to be known/],
		['dispute', { ...DISPUTE, seenAt: '={{ "" }}' }, /What the reviewer saw is not known/],
	])('%s lacks something: said before anything is sent', async (decision, parameters, said) => {
		const seen = review.invoice();
		expect(await review.decide(seen, decision, parameters)).toMatchObject({ outcome: 'incomplete', message: expect.stringMatching(said) });
		expect(review.coupa.requests().filter(({ operation }) => operation !== 'token')).toEqual([]);
	});

	test('an invoice that Coupa does not have', async () => {
		expect(await review.decide({ id: 999_999, updatedAt: 'x' }, 'dispute', DISPUTE)).toMatchObject({
			...{ outcome: 'unknownInvoice', status: null },
			message: expect.stringMatching(/no invoice with the ID 999999/),
		});
	});

	test('the requester does not decide: of the order, or of the invoice; where it cannot be known, it is said', async () => {
		const ofOrder = review.invoice();
		expect(await review.decide(ofOrder, 'dispute', { ...DISPUTE, ...asBob })).toMatchObject({
			...{ outcome: 'refused', requesterCheck: 'is', message: expect.stringMatching(/requester .* Somebody else has to decide/) },
		});
		const ofInvoice = review.invoice({ 'requested-by': DANA });
		expect(await review.decide(ofInvoice, 'revalidate')).toMatchObject({ outcome: 'refused', requesterCheck: 'is' });
		expect([...review.written(ofOrder.id), ...review.written(ofInvoice.id)]).toEqual([]);
		const unknown = review.invoice();
		expect(await review.decide(unknown, 'dispute', { ...DISPUTE, reviewerCoupaUser: '' })).toMatchObject({
			...{ outcome: 'decided', requesterCheck: 'unknown' },
			message: expect.stringMatching(/Whether the reviewer is the requester is not known: no user of Coupa is entered for the reviewer\./),
		});
	});

	test('lost answers: each decision is done once, and its comment stands once', async () => {
		const cases = [
			['dispute', DISPUTE, 'dispute'],
			['revalidate', {}, 'revalidate_tolerances'],
			['approve', { comment: 'Agreed by phone' }, 'approve'],
			['comment', { comment: 'See order' }, 'comments'],
		] as const;
		const seen = cases.map(([decision]) => (decision === 'approve' ? review.inApproval() : review.invoice()));
		const isOf = (path: string, id: number) => path.includes(`/${id}/`) || path.includes(`/${id + 5}/`);
		for (const [index, [, , step]] of cases.entries())
			review.coupa.settings.dropAnswers.push({
				match: ({ method, path }) => method !== 'GET' && path.endsWith(`/${step}`) && isOf(path, seen[index]?.id ?? 0),
			});
		const results = await Promise.all(
			cases.map(async ([decision, parameters], index) => await review.decide(seen[index] as Seen, decision, parameters)),
		);
		expect(results.map(({ outcome, isCommented }) => [outcome, isCommented])).toEqual(cases.map(() => ['decided', true]));
		expect(seen.map(({ id }) => review.written(id))).toEqual(
			cases.map(([, , step]) => (step === 'comments' ? ['comments'] : [step, 'comments'])),
		);
		expect(review.comments()).toHaveLength(4);
	});

	test.each(['dispute', 'approve', 'revalidate'])(
		'%s is done but its comment is refused: that is said, and a repeat writes only the comment',
		async (decision) => {
			const seen = decision === 'approve' ? review.inApproval() : review.invoice();
			const refused = {
				match: ({ method, path }: { method: string; path: string }) => method === 'POST' && path.endsWith('/comments'),
				status: 403,
			};
			// A 403 may be that of a token older than its scopes: the first one renews it.
			review.coupa.settings.failNext.push(refused, refused);
			const parameters = decision === 'dispute' ? DISPUTE : {};
			expect(await review.decide(seen, decision, parameters)).toMatchObject({
				...{ outcome: 'decided', isCommented: false },
				message: expect.stringMatching(/the comment that names the reviewer is not in Coupa: .* Send the same decision again/),
			});
			review.coupa.settings.failNext.length = 0;
			review.clear();
			expect(await review.decide(seen, decision, parameters)).toMatchObject({ outcome: 'decided', isCommented: true });
			expect(review.written(seen.id)).toEqual(['comments']);
			expect(await review.decide(seen, decision, parameters)).toMatchObject({ outcome: 'alreadyDecided' });
			expect(review.comments()).toHaveLength(1);
		},
	);

	test('approve and reject: the step of the reviewer, with a note that names the reviewer', async () => {
		const approved = review.inApproval();
		expect(await review.decide(approved, 'approve', { comment: 'Agreed' })).toMatchObject({ outcome: 'decided', status: 'approved' });
		const rejected = review.inApproval();
		expect(await review.decide(rejected, 'reject', { reason: 'Ordered twice' })).toMatchObject({ outcome: 'decided', status: 'rejected' });
		const notes = [approved, rejected].map(({ approval }) => review.coupa.rows('approvals').find(({ id }) => id === approval)?.note);
		expect(notes).toEqual([
			expect.stringMatching(/^Agreed \(Dana Reviewer \(dana@acme\.test, .* in n8n execution \S+\) \[review .* approve\]$/),
			expect.stringMatching(/^Ordered twice \(Dana Reviewer .* reject\]$/),
		]);
	});

	test('nobody approves for somebody else; where the workflow allows it, Coupa is asked once and its refusal shown', async () => {
		const approver = { id: 4799, login: 'carla.chief', fullname: 'Carla Chief' };
		const seen = review.inApproval(approver);
		expect(await review.decide(seen, 'approve')).toMatchObject({
			...{ outcome: 'refused', message: expect.stringMatching(/The approval waits for Carla Chief\. Only that approver/) },
		});
		expect(review.written(seen.id)).toEqual([]);
		review.coupa.settings.decidesForOthers = false;
		const any = { options: { approvers: 'any' } };
		expect(await review.decide(seen, 'approve', any)).toMatchObject({
			...{ outcome: 'refused', status: 'pending_approval' },
			message: expect.stringMatching(/Coupa refused it: .*not the approver.* decide it in Coupa yourself, http/),
		});
		expect(review.written(seen.id)).toEqual(['approve']);
		review.coupa.settings.decidesForOthers = true;
		expect(await review.decide(seen, 'approve', any)).toMatchObject({ outcome: 'decided', status: 'approved' });
	});

	test('an approval that is decided by now', async () => {
		const seen = review.inApproval();
		const approval = review.coupa.rows('approvals').find(({ id }) => id === seen.approval) ?? {};
		review.coupa.put('approvals', { ...approval, status: 'approved' });
		expect(await review.decide(seen, 'approve')).toMatchObject({
			outcome: 'refused',
			message: expect.stringMatching(/No approval of this invoice is open/),
		});
	});
});
