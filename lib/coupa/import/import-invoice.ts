import { isUnderReview, keysOf, textAt, type Problem } from '../../core';
import { addAttachments } from './attachments';
import { invoiceBody, type InvoiceBody } from './body';
import { runChecks, type CheckReport } from './checks';
import { comparedFields } from './compare';
import { createInvoice, type Written } from './create';
import { unreviewed } from './correction';
import type { Decision } from './decide';
import { differences } from './differences';
import { hasImage, idOf, isDraft, isUntouched } from './existing';
import { heldBack, holdingBack } from './held';
import { uploadImage } from './image';
import { otherTotal } from './other-total';
import { madeByOthers, marksOfOthers } from './others';
import { createCorrected, replaceDraft } from './replace';
import { leadingProblem, resultOf, resultWithoutInvoice } from './result';
import { afterLastLook, submitStanding, type Standing } from './standing';
import type { ImportResult } from './types';
import { Undecided } from './undecided';
import { wouldBe } from './validated';
import { takeBackSecond, voidExtra } from './void';
import type { Work } from './work';

/**
 * Brings one invoice into Coupa, or says why it is not there. It can be repeated after a crash at any step, because Coupa
 * itself shows how far it got (design §4, Import). A draft that has to be looked up before its submit comes back as
 * `Standing`: `concludeInvoice` goes on with it.
 *
 * @throws Undecided or CoupaError when it is not known where the invoice stands.
 */
export async function importInvoice(work: Work): Promise<ImportResult | Standing> {
	work.assertLookedUp();
	return await withImage(work, async () => await work.run.billed.during(work.input, async () => await carryOut(work, work.decide())));
}

/**
 * Goes on with a draft after the look at Coupa (`LastLook`); `isShown`: whether Coupa's list showed the draft. Throws like
 * `importInvoice`; a draft that has to be looked up once more comes back again.
 */
export async function concludeInvoice(work: Work, standing: Standing, isShown: boolean): Promise<ImportResult | Standing> {
	return await withImage(work, async () => {
		const end = await afterLastLook(work, standing, isShown);
		return 'decideAgain' in end ? await carryOut(work, end.decideAgain, true) : end;
	});
}

/** A whole batch of drafts waits for the look before the submit: none of them keeps the bytes of its page image meanwhile. */
async function withImage<Result>(work: Work, step: () => Promise<Result>): Promise<Result> {
	try {
		return await step();
	} finally {
		work.image?.release();
	}
}

async function carryOut(work: Work, decision: Decision, again = false): Promise<ImportResult | Standing> {
	const { instance } = work.run.client;
	if (decision.kind === 'alreadyThere') {
		const problems = [...decision.problems, ...(await voidExtra(work, decision.extra))];
		return resultOf(
			instance,
			work.input,
			'alreadyImported',
			`It is already in Coupa: invoice ${idOf(decision.invoice)}, ${textAt(decision.invoice, 'status') ?? 'status unknown'}.`,
			decision.invoice,
			problems,
		);
	}
	if (decision.kind === 'otherTotal') return await otherTotal(work, decision);
	const nearDuplicates = await work.run.nearDuplicates.of(work);
	const report = await runChecks({
		invoice: work.invoice,
		input: work.input,
		settings: work.run.settings,
		willSubmit: work.willSubmit,
		references: work.run.references,
		image: work.image,
		sameTotal: work.run.sameTotals.earlierThan(work.input),
		orderUse: await work.orderUse(),
		nearDuplicates,
	});
	const unfit = work.run.existing.unfitReason(work.identity);
	if (decision.kind === 'create' && unfit !== null) return refused(work, [unfitNumber(work, unfit), ...report.problems]);
	if (decision.kind === 'create' && isUnknowable(work, report)) return refused(work, [...report.problems, unknowable()]);
	if (decision.kind === 'refuse') return refused(work, [decision.problem, ...report.problems]);
	if (decision.kind !== 'resume' && report.verdict === 'refuse') return refused(work, report.problems);
	if (decision.kind !== 'resume' && report.verdict === 'needsBuyer') {
		return resultWithoutInvoice(
			instance,
			work.input,
			'needsBuyer',
			`The buyer has to act first: ${leadingProblem(report.problems)}`,
			report.problems,
		);
	}
	work.run.billed.goesIn(work.input);
	const sent = invoiceBody(
		work.invoice,
		work.key,
		work.run.references,
		work.run.settings,
		decision.kind === 'resume' ? [] : decision.replacedKeys,
		nearDuplicates?.imageHash ?? null,
	);
	if (work.run.settings.validateOnly) return await wouldBe(work, decision, report, sent);
	const written = await write(work, decision, sent);
	if (written.kind === 'refused') return refused(work, [...written.problems, ...report.problems]);
	if (written.kind === 'decideAgain') {
		if (again) throw new Undecided('The invoice keeps changing in Coupa while it is imported; a later run looks at it again.', false);
		return await carryOut(work, written.decision, true);
	}
	if (written.fresh && work.hasLostClaim()) throw await takeBackSecond(work, written.invoice);
	try {
		return await finish(work, decision, sent, written, report);
	} catch (error) {
		if (!(error instanceof Undecided && written.fresh && work.hasLostClaim())) throw error;
		throw await takeBackSecond(work, written.invoice, error);
	}
}

async function write(work: Work, decision: Decision & { kind: 'create' | 'replace' | 'resume' }, sent: InvoiceBody): Promise<Written> {
	switch (decision.kind) {
		case 'create':
			return await (decision.voided === undefined ? createInvoice(work, sent) : createCorrected(work, sent, decision.voided));
		case 'replace':
			return await replaceDraft(work, sent, decision.draft);
		case 'resume': {
			const invoice = await work.read(idOf(decision.draft), comparedFields(sent));
			work.remember(invoice);
			return isDraft(invoice) && isUntouched(invoice)
				? { kind: 'written', invoice, fresh: false }
				: { kind: 'decideAgain', decision: work.decide() };
		}
	}
}

/** The steps after the draft stands: compare, image, attachments, submit. Each is left out where it is done already. */
async function finish(
	work: Work,
	decision: Decision,
	sent: InvoiceBody,
	written: Written & { kind: 'written' },
	report: CheckReport,
): Promise<ImportResult | Standing> {
	const seen = new Set(work.existing().map(idOf));
	const extra = decision.kind === 'resume' ? await voidExtra(work, decision.extra) : [];
	const problems = [...extra, ...report.problems.map(heldBack), ...(await differences(work, sent, written.invoice)), ...imageByLink(work)];
	problems.push(...corrected(work, decision, written), ...(decision.kind === 'create' ? marksOfOthers(work) : []));
	const isReplaced = decision.kind === 'replace' || keysOf(written.invoice).replaced.length > 0;
	// The answer to a write shows as whom we write: before a draft is submitted it has to be known that it is ours.
	const isUnproven = work.willSubmit && work.run.ownUser.hasMade(written.invoice) === null;
	const hadImage = !written.fresh && hasImage(written.invoice) === true && decision.kind === 'resume';
	const image = await holdingBack(problems, 'imageRefused', async () => await uploadImage(work, written.invoice, isReplaced || isUnproven));
	const attached = await holdingBack(
		problems,
		'attachmentRefused',
		async () => await addAttachments(work, idOf(written.invoice), written.fresh),
	);
	problems.push(...(attached?.problems ?? []), ...madeByOthers(work, written.invoice));
	const standing: Standing = {
		invoice: { ...written.invoice, status: textAt(written.invoice, 'status') ?? 'draft' },
		problems,
		image: image ?? 'none',
		didSomething: decision.kind !== 'resume' || (image === 'uploaded' && !hadImage) || (attached?.added ?? 0) > 0,
		seen,
		triedToVoid: new Set(),
	};
	// What Coupa refuses here it may refuse because another run has just submitted the draft.
	const wasRefused = image === null || attached === null;
	return written.fresh || wasRefused || work.isLongAgo() ? standing : await submitStanding(work, standing);
}

/** What the new version changes, and what an earlier run left for review. */
function corrected({ run }: Work, { kind }: Decision, { correction, invoice }: Written & { kind: 'written' }): Problem[] {
	if (correction !== undefined) return [correction];
	return kind === 'resume' && run.settings.moneyCorrections === 'keepDraft' && isUnderReview(invoice) ? [unreviewed(invoice)] : [];
}

function imageByLink({ input }: Work): Problem[] {
	if (input.imageScan === null || !('url' in input.imageScan)) return [];
	const { url } = input.imageScan;
	return [
		{
			severity: 'warning',
			code: 'imageIsLink',
			column: 'Image Scan URL',
			path: 'image-scan-url',
			value: url,
			message: 'The page image came only as a link, so it is attached to the invoice as a link and not shown as its image scan.',
		},
	];
}

/** A number that Coupa cannot have was not looked up, so the invoice may be there already. */
function unfitNumber({ number }: Work, message: string): Problem {
	return { severity: 'error', code: 'numberLength', column: 'Invoice Number', path: 'invoice-number', value: number, message };
}

/** Without number and supplier it could not be found again, so a lost answer would make a second one. */
function isUnknowable(work: Work, { verdict }: CheckReport): boolean {
	return (work.number === '' || work.supplierId === null) && (verdict === 'clean' || verdict === 'keepDraft');
}

function unknowable(): Problem {
	return {
		severity: 'error',
		code: 'requiredColumns',
		column: 'Invoice Number',
		path: 'invoice-number',
		message:
			'Without an invoice number and a supplier, the invoice could not be found again in Coupa, so it is not sent, whatever levels the checks have.',
	};
}

function refused(work: Work, problems: Problem[]): ImportResult {
	return resultWithoutInvoice(work.run.client.instance, work.input, 'refused', `Not imported: ${leadingProblem(problems)}`, problems);
}
