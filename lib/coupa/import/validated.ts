import type { InvoiceBody } from './body';
import type { CheckReport } from './checks';
import type { Decision } from './decide';
import { idOf } from './existing';
import { heldBack, isHeld } from './held';
import { foreseenCorrection } from './replace';
import { leadingProblem, resultWithoutInvoice } from './result';
import type { ImportResult } from './types';
import type { Work } from './work';

type Doable = Decision & { kind: 'create' | 'replace' | 'resume' };

/** What an import would do, for "validate only". */
export async function wouldBe(work: Work, decision: Doable, report: CheckReport, sent: InvoiceBody): Promise<ImportResult> {
	const old = oldVersion(decision);
	const correction = old === undefined ? [] : [await foreseenCorrection(work, sent, old)];
	const problems = [...correction, ...(decision.kind === 'resume' ? report.problems.map(heldBack) : report.problems)];
	const held = report.verdict !== 'clean' || isHeld(work, problems);
	const end = held
		? `and stay a draft: ${leadingProblem([...work.input.problems, ...problems])}`
		: work.willSubmit
			? 'and be submitted'
			: 'and stay a draft, as asked';
	return resultWithoutInvoice(
		work.run.client.instance,
		work.input,
		held ? 'heldAsDraft' : 'imported',
		`Validated only: it would ${targetOf(decision)} ${end}.`,
		problems,
	);
}

function oldVersion(decision: Doable) {
	if (decision.kind === 'replace') return decision.draft;
	return decision.kind === 'create' ? decision.voided : undefined;
}

function targetOf(decision: Doable): string {
	switch (decision.kind) {
		case 'create':
			return 'be imported';
		case 'replace':
			return `replace draft ${idOf(decision.draft)}`;
		case 'resume':
			return `go on with draft ${idOf(decision.draft)}`;
	}
}
