import { recordsAt, textAt, valueAt, type CoupaRecord, type PreflightLine } from '../../core';
import { createInvoiceOnce } from '../create-invoice';
import { CoupaError } from '../errors';
import { hasImage, idOf } from '../import/existing';
import { isDuplicateRule } from '../import/undecided';
import { fieldsParameter } from '../query';
import { hasLeft } from '../resources/entry';
import { writeOnce } from '../write-once';
import { answered, blocks, limits, notAsked, ok, type Question } from './line';
import { testPage } from './page-image';
import type { PreflightSession } from './session';
import { findSubject, type Subject } from './subject';
import { takeBack } from './take-back';
import { testQuestions, type TestQuestions } from './test-questions';

const PATH = '/api/invoices';
/** The import looks for an invoice whose answer was lost after 2, 10, 30 and 60 seconds. */
const SOON_MS = 2_000;
const LOOK_EVERY_MS = 500;
/** No payment term has this code. */
const UNKNOWN_TERM = 'PREFLIGHT-UNKNOWN';

/** No custom field has this name. */
const UNKNOWN_FIELD = 'preflight-unknown-field';

const EXISTING = { setting: 'Import → Options → Existing Invoices → Different (Number Reused)', choose: 'Refuse' };
const NO_TURN = 'Not asked, because no test invoice was created.';

/** The questions that only writes answer, in turn; not asked where test writes are not allowed. */
export async function askByWriting(session: PreflightSession): Promise<PreflightLine[]> {
	const questions = testQuestions(session);
	if (!session.settings.testWrites) {
		const way = {
			advice: 'Turn it on to have it asked with one marked test invoice, which is voided afterwards.',
			setting: 'Preflight → Allow Test Writes',
		};
		return Object.values(questions).map((question) => notAsked(question, 'Not asked: it needs a write.', way));
	}
	return await new TestWrites(session).run();
}

class TestWrites {
	private readonly questions: TestQuestions;
	private readonly created = new Set<number>();
	private readonly lines: PreflightLine[] = [];
	private postedAt = 0;
	/** A POST may have been carried out although nothing shows it yet. */
	private isUnsure = false;

	constructor(private readonly session: PreflightSession) {
		this.questions = testQuestions(session);
	}

	async run(): Promise<PreflightLine[]> {
		const { draft, listLag, image, references, unknownField, orderNumbers, creation, submit, numbersAtSubmit, leftBehind } = this.questions;
		let subject: Subject | null = null;
		let id: number | null = null;
		await this.add(draft, async () => {
			subject = await findSubject(this.session);
			id = await this.create(subject);
			const supplier = textAt(subject.supplier, 'name') ?? `with ID ${textAt(subject.supplier, 'id') ?? '?'}`;
			return ok(draft, `Yes: ${subject.number} of supplier ${supplier}, ID ${id}.`);
		});
		const made = this.madeOf(subject, id);
		if (made === null) {
			const others = [listLag, image, references, unknownField, orderNumbers, submit, creation, numbersAtSubmit];
			this.lines.push(...others.map((question) => notAsked(question, NO_TURN)));
			if (this.lines[0]?.verdict === 'limits') this.lines[0] = { ...this.lines[0], verdict: 'blocks' };
		} else {
			await this.add(listLag, async () => await this.listLag(made.subject, made.id));
			await this.add(image, async () => await this.image(made.subject, made.id));
			await this.add(references, async () => await this.references(made.id));
			await this.add(unknownField, async () => await this.unknownField(made.id));
			await this.add(orderNumbers, async () => await this.orderNumbers(made.subject, made.id));
			// The first one goes on before there is a second: a draft may count as a use of the number, too.
			await this.whereAllowed(submit, async () => ok(submit, `${await this.submit(made.id)}.`));
			await this.add(creation, async () => await this.secondDraft(made.subject));
			await this.whereAllowed(numbersAtSubmit, async () => await this.submitSecond(made.id));
		}
		await this.add(leftBehind, async () => {
			const number = (subject as Subject | null)?.number;
			if (number === undefined) return ok(leftBehind, 'Nothing: no test invoice was sent.');
			return await takeBack(this.session.client, leftBehind, { number, known: this.created, isUnsure: this.isUnsure });
		});
		return this.lines;
	}

	private madeOf(subject: Subject | null, id: number | null): { subject: Subject; id: number } | null {
		return subject === null || id === null ? null : { subject, id };
	}

	private async add(question: Question, ask: () => Promise<PreflightLine>): Promise<void> {
		this.lines.push(await answered(question, ask));
	}

	private async create({ body }: Subject): Promise<number> {
		const { invoice } = await createInvoiceOnce(this.session.client, body).catch((error: unknown) => {
			if (error instanceof CoupaError && error.details.mayHaveHappened) this.isUnsure = true;
			throw error;
		});
		this.postedAt = performance.now();
		const id = idOf(invoice);
		this.created.add(id);
		return id;
	}

	private async listLag({ number }: Subject, id: number): Promise<PreflightLine> {
		const { asking, client, settings } = this.session;
		const question = this.questions.listLag;
		for (;;) {
			const { rows } = await asking.page(PATH, [['invoice_number', number]], ['id']);
			const passedMs = performance.now() - this.postedAt;
			if (rows.some((row) => idOf(row) === id)) {
				const seen = passedMs < LOOK_EVERY_MS ? 'At once.' : `After ${(passedMs / 1000).toFixed(1)} seconds.`;
				if (passedMs <= SOON_MS) return ok(question, seen);
				return limits(question, seen, {
					advice:
						'After a lost answer the import looks again after 2, 10, 30 and 60 seconds, and a later run goes on where that is not enough. Let runs that follow each other be at least that far apart.',
				});
			}
			if (passedMs >= settings.longestLagMs)
				return limits(question, `Not within ${Math.round(passedMs / 1000)} seconds.`, {
					advice:
						'An import whose answer was lost may not find its invoice in time: its package stays claimed until a later run does. Set a longer wait and ask again.',
					setting: 'Preflight → Options → Longest Wait for the List (Seconds)',
				});
			await client.wait(LOOK_EVERY_MS);
		}
	}

	private async image({ number }: Subject, id: number): Promise<PreflightLine> {
		const question = this.questions.image;
		const part = { name: 'file', content: testPage(number), fileName: `${number}.pdf`, mimeType: 'application/pdf' };
		const answer = await this.session.client.putFile(`${PATH}/${id}/image_scan`, part);
		const shown = hasImage(answer) ?? hasImage(await this.read(id, ['id', 'image-scan', 'image-scan-file-name']));
		if (shown === true) return ok(question, 'Yes.');
		return blocks(question, 'It accepted the page image but does not show it.', {
			advice:
				'The import submits no invoice whose page image it does not see. Have your Coupa admin add image-scan to the API response filter of the API user, or look into the invoice in Coupa.',
		});
	}

	private async references(id: number): Promise<PreflightLine> {
		const question = this.questions.references;
		try {
			await this.change(id, { 'payment-term': { code: UNKNOWN_TERM } });
		} catch (error) {
			if (!(error instanceof CoupaError) || error.kind !== 'validation') throw error;
			return limits(question, `It refuses the invoice: ${error.message}`, {
				advice:
					'The documents say that it drops them without a word. Here an invoice with a payment term, tax code or unit that Coupa does not know is refused instead of kept as a draft: send the reference data to Scan One before invoices. Strict API validation may be on (Setup, System Options, Invoices).',
			});
		}
		const now = textAt(await this.read(id, ['id', 'payment-term.code']), 'payment-term', 'code');
		if (now === UNKNOWN_TERM)
			return limits(question, 'It stores the unknown code.', { advice: 'Have AP check the references of imported drafts in Coupa.' });
		return ok(question, 'It drops the reference without a word, as documented. The import compares what was stored and reports it.');
	}

	private async unknownField(id: number): Promise<PreflightLine> {
		const question = this.questions.unknownField;
		try {
			await this.change(id, { 'custom-fields': { [UNKNOWN_FIELD]: 'x' } });
		} catch (error) {
			if (!(error instanceof CoupaError) || error.kind !== 'validation') throw error;
			return limits(question, `It refuses the invoice: ${error.message}`, {
				advice:
					'Let Scan One send only custom fields that Coupa has: one that was renamed or removed stops each invoice that holds it. Strict API validation may be on (Setup, System Options, Invoices).',
			});
		}
		const now = textAt(await this.read(id, ['id', 'custom-fields']), 'custom-fields', UNKNOWN_FIELD);
		if (now === undefined) return ok(question, 'It drops the field without a word, as with unknown references.');
		return limits(question, 'It stores and returns the unknown field.', {
			advice: 'Coupa does not show a wrong name here: check the names of custom fields in the column settings yourself.',
		});
	}

	private async orderNumbers({ order }: Subject, id: number): Promise<PreflightLine> {
		const question = this.questions.orderNumbers;
		if (order === null)
			return limits(question, 'Cannot be told: the supplier has no issued purchase order.', {
				advice: 'Choose a supplier with an issued purchase order and ask again.',
				setting: 'Preflight → Test Supplier',
			});
		const byId = { setting: 'Import → Options → Match Purchase Orders By', choose: 'Order Line ID' };
		const lineNumber = textAt(order.line, 'line-num') ?? '';
		const named = `line ${lineNumber} of PO ${order.number}`;
		try {
			await this.change(id, { 'invoice-lines': [lineBody(order.number, order.line)] });
		} catch (error) {
			if (!(error instanceof CoupaError) || error.kind !== 'validation') throw error;
			return limits(question, `No, ${named} by its numbers was refused: ${error.message}`, {
				advice: 'Match by the ID of the line.',
				...byId,
			});
		}
		const lines = recordsAt(await this.read(id, ['id', 'invoice-lines.order-line-id', 'invoice-lines.line-num']), 'invoice-lines');
		if (lines.some((line) => valueAt(line, 'order-line-id') === order.line.id)) return ok(question, `Yes: ${named}. Either setting works.`);
		return limits(question, `No: Coupa took the line and dropped the numbers of ${named} without a word.`, {
			advice: 'Match by the ID of the line.',
			...byId,
		});
	}

	private async secondDraft(subject: Subject): Promise<PreflightLine> {
		const question = this.questions.creation;
		try {
			const id = await this.create(subject);
			return limits(question, `No: a second draft was created, ID ${id}.`, {
				advice:
					'Coupa itself keeps nobody from creating an invoice twice. The import looks for the number before it creates an invoice; let every other way in (portal, e-mail, other programs) be checked too.',
				...EXISTING,
			});
		} catch (error) {
			if (!(error instanceof CoupaError) || !isDuplicateRule(error)) throw error;
			return ok(question, `Yes: ${error.message}`);
		}
	}

	/** A question that only a submit answers. */
	private async whereAllowed(question: Question, ask: () => Promise<PreflightLine>): Promise<void> {
		if (this.session.settings.testSubmit) {
			await this.add(question, ask);
			return;
		}
		const way = { advice: 'It starts approvals: turn it on in a test instance.', setting: 'Preflight → Allow Test Submit' };
		this.lines.push(notAsked(question, 'Not asked: it starts approvals.', way));
	}

	private async submitSecond(first: number): Promise<PreflightLine> {
		const question = this.questions.numbersAtSubmit;
		const second = [...this.created].find((id) => id !== first);
		if (second === undefined) return notAsked(question, 'Not asked: there is no second draft.');
		try {
			const status = await this.submit(second);
			return limits(question, `No: the second one was submitted as well and is ${status}.`, {
				advice: 'Coupa never checks the number here. Let the import refuse numbers that are used already.',
				...EXISTING,
			});
		} catch (error) {
			if (!(error instanceof CoupaError) || !isDuplicateRule(error)) throw error;
			return ok(question, `Yes: ${error.message}`);
		}
	}

	private async submit(id: number): Promise<string> {
		const { client } = this.session;
		await writeOnce(client, {
			send: async () => await client.write('PUT', `${PATH}/${id}/submit`),
			proof: { read: async () => await this.read(id, ['id', 'status']), isDone: hasLeft('draft', 'new') },
			hint: `Check the status of invoice ${id} in Coupa.`,
		});
		return textAt(await this.read(id, ['id', 'status']), 'status') ?? 'not shown';
	}

	private async change(id: number, body: CoupaRecord): Promise<void> {
		const { client } = this.session;
		await writeOnce(client, {
			send: async () => await client.write('PUT', `${PATH}/${id}`, body),
			hint: `Look at invoice ${id} in Coupa.`,
		});
	}

	private async read(id: number, fields: string[]): Promise<CoupaRecord> {
		return await this.session.client.get(`${PATH}/${id}`, [['fields', fieldsParameter(fields)]]);
	}
}

/** The smallest line that can stand on that PO line. */
function lineBody(orderNumber: string, line: CoupaRecord): CoupaRecord {
	const isAmount = textAt(line, 'type') === 'OrderAmountLine';
	const unit = textAt(line, 'uom', 'code');
	return {
		...{
			'line-num': 2,
			type: isAmount ? 'InvoiceAmountLine' : 'InvoiceQuantityLine',
			description: 'Preflight test of PO numbers',
			price: '0.01',
		},
		...(isAmount ? {} : { quantity: '1', ...(unit !== undefined && { uom: { code: unit } }) }),
		...{ 'order-header-num': orderNumber, 'order-line-num': textAt(line, 'line-num') ?? '' },
	};
}
