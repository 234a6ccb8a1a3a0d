import type { Sliced } from '../../core';
import type { EInvoice } from '../e-invoice';
import { Group, type GroupId, type TermId } from '../terms';
import { named, type Findings } from './findings';
import { isCounted, type Scope } from './scope';

type Ids = readonly [TermId, ...TermId[]];

/** Terms of a group of which one is required where the group is there. */
interface Requirement {
	rule: string;
	group: GroupId;
	ids: Ids;
}

const requirement = (rule: string, group: GroupId, ...ids: Ids): Requirement => ({ rule, group, ids });

/** Required in groups below the document, wherever they are there. */
const IN_GROUPS: readonly Requirement[] = [
	requirement('BR-55', 'BG-3', 'BT-25'),
	requirement('BR-17', 'BG-10', 'BT-59'),
	requirement('BR-18', 'BG-11', 'BT-62'),
	requirement('BR-56', 'BG-11', 'BT-63'),
	requirement('BR-31', 'BG-20', 'BT-92'),
	requirement('BR-32', 'BG-20', 'BT-95'),
	requirement('BR-33', 'BG-20', 'BT-97', 'BT-98'),
	requirement('BR-36', 'BG-21', 'BT-99'),
	requirement('BR-37', 'BG-21', 'BT-102'),
	requirement('BR-38', 'BG-21', 'BT-104', 'BT-105'),
	requirement('BR-45', 'BG-23', 'BT-116'),
	requirement('BR-46', 'BG-23', 'BT-117'),
	requirement('BR-47', 'BG-23', 'BT-118'),
	requirement('BR-52', 'BG-24', 'BT-122'),
];

const IN_LINES: readonly Requirement[] = [
	requirement('BR-41', 'BG-27', 'BT-136'),
	requirement('BR-42', 'BG-27', 'BT-139', 'BT-140'),
	requirement('BR-43', 'BG-28', 'BT-141'),
	requirement('BR-44', 'BG-28', 'BT-144', 'BT-145'),
];

const IN_EMPTY: readonly Requirement[] = [
	...IN_GROUPS,
	...IN_LINES,
	requirement('BR-09', 'BG-5', 'BT-40'),
	requirement('BR-11', 'BG-8', 'BT-55'),
	requirement('BR-20', 'BG-12', 'BT-69'),
	requirement('BR-CO-19', 'BG-14', 'BT-73', 'BT-74'),
	requirement('BR-57', 'BG-15', 'BT-80'),
	requirement('BR-49', 'BG-16', 'BT-81'),
	requirement('BR-50', 'BG-17', 'BT-84'),
	requirement('BR-21', 'BG-25', 'BT-126'),
	requirement('BR-22', 'BG-25', 'BT-129'),
	requirement('BR-24', 'BG-25', 'BT-131'),
	requirement('BR-CO-20', 'BG-26', 'BT-134', 'BT-135'),
	requirement('BR-25', 'BG-31', 'BT-153'),
	requirement('BR-54', 'BG-32', 'BT-160'),
];

/** Groups that say nothing: what they have to say is missing. A period of UBL may hold nothing but the code of the tax point (BT-8). */
export function checkEmpty(document: Group, empty: NonNullable<EInvoice['empty']>, findings: Findings): void {
	const taxPoint = document.term('BT-8')?.path ?? '';
	for (const { group, path } of empty.filter((one) => one.group !== 'BG-14' || !taxPoint.startsWith(`${one.path}/`)))
		for (const { rule, ids } of IN_EMPTY.filter((one) => one.group === group)) findings.requireOne(rule, new Group(group, path), ids);
}

/** Without these no invoice can be taken over, whatever its format. */
export function checkIdentity(document: Group, findings: Findings): void {
	findings.require('BR-02', document, 'BT-1');
	findings.require('BR-03', document, 'BT-2');
	findings.require('BR-05', document, 'BT-5');
	findings.requireOne('BR-14', document.group('BG-22') ?? document, ['BT-112', 'BT-115']);
}

/** What an invoice that is bound to EN 16931 has to have. */
export function* checkRequired(document: Group, scope: Scope, findings: Findings): Sliced<undefined> {
	findings.require('BR-04', document, 'BT-3');
	findings.require('BR-01', document.group('BG-2') ?? document, 'BT-24');
	checkParties(document, scope, findings);
	checkTotals(document, scope, findings);
	inGroups(document, IN_GROUPS, findings);
	checkPayment(document, scope, findings);
	const address = document.group('BG-13')?.group('BG-15');
	if (address) findings.require('BR-57', address, 'BT-80');
	if (!scope.hasLines) return undefined;
	checkLines(document, findings);
	for (const line of document.many('BG-25')) {
		checkLine(line, findings);
		yield;
	}
	return undefined;
}

/** UBL has lines whatever the specification. */
export function checkLines(document: Group, findings: Findings): void {
	if (document.many('BG-25').length === 0) findings.error('BR-16', 'BT-126', document, 'The invoice has no lines (BG-25).');
}

function checkParties(document: Group, { hasBreakdown }: Scope, findings: Findings): void {
	const seller = document.group('BG-4') ?? document;
	const buyer = document.group('BG-7') ?? document;
	findings.require('BR-06', seller, 'BT-27');
	findings.require('BR-07', buyer, 'BT-44');
	requireAddress(['BR-08', 'BR-09'], seller, 'BG-5', 'BT-40', findings);
	if (hasBreakdown) requireAddress(['BR-10', 'BR-11'], buyer, 'BG-8', 'BT-55', findings);
	const representative = document.group('BG-11');
	if (representative) requireAddress(['BR-19', 'BR-20'], representative, 'BG-12', 'BT-69', findings);
	findings.requireOne('BR-CO-26', seller, ['BT-31', 'BT-29', 'BT-30'], ': the buyer must be able to tell who sends the invoice');
}

/** An address, and its country. */
function requireAddress([none, noCountry]: [string, string], party: Group, id: GroupId, country: TermId, findings: Findings): void {
	const address = party.group(id);
	if (address) findings.require(noCountry, address, country);
	else findings.error(none, country, party, `The address with its ${named(country)} is missing.`);
}

function checkTotals(document: Group, { hasBreakdown, hasLines }: Scope, findings: Findings): void {
	const totals = document.group('BG-22') ?? document;
	if (hasBreakdown && hasLines) findings.require('BR-12', totals, 'BT-106');
	findings.require('BR-13', totals, 'BT-109');
	findings.require('BR-14', totals, 'BT-112');
	findings.require('BR-15', totals, 'BT-115');
	if (document.term('BT-6')) findings.require('BR-53', totals, 'BT-111', ', but there is a VAT accounting currency (BT-6)');
	if (hasBreakdown && document.many('BG-23').length === 0)
		findings.error('BR-CO-18', 'BT-118', document, 'The VAT breakdown (BG-23) is missing.');
}

/** Codes of payment means (UNTDID 4461) that pay to an account: credit transfer, SEPA credit transfer. */
const TO_AN_ACCOUNT: ReadonlySet<string> = new Set(['30', '58']);

/** Types (UNTDID 1001) of what is owed to the buyer: it needs no due date. */
const CREDIT_NOTES: ReadonlySet<string> = new Set(['81', '83', '261', '262', '296', '308', '381', '396', '420', '458', '532']);

function checkPayment(document: Group, { hasBreakdown }: Scope, findings: Findings): void {
	for (const payment of document.many('BG-16')) {
		const transfers = payment.many('BG-17');
		for (const transfer of transfers) findings.require('BR-50', transfer, 'BT-84');
		// In CII the remittance information (BT-83) stands outside, and may stand alone.
		if (payment.path !== document.path) findings.require('BR-49', payment, 'BT-81');
		const means = payment.term('BT-81');
		if (means && TO_AN_ACCOUNT.has(means.value) && transfers.length === 0)
			findings.error('BR-61', 'BT-84', payment, `${named('BT-84')} is missing, but it is to be paid by credit transfer.`);
	}
	if (!hasBreakdown || CREDIT_NOTES.has(document.text('BT-3') ?? '')) return;
	const due = document.group('BG-22')?.text('BT-115');
	if (due === undefined || !/[1-9]/.test(due) || due.startsWith('-') || document.term('BT-9') || document.term('BT-20')) return;
	// The buyer knows the terms of its supplier.
	findings.warning('BR-CO-25', 'BT-9', document, `There is an amount due, but neither ${named('BT-9')} nor ${named('BT-20')}.`);
}

function checkLine(line: Group, findings: Findings): void {
	findings.require('BR-21', line, 'BT-126');
	findings.require('BR-25', line.group('BG-31') ?? line, 'BT-153');
	// A heading has neither quantity nor price.
	if (!isCounted(line)) return;
	findings.require('BR-22', line, 'BT-129');
	findings.require('BR-23', line, 'BT-130');
	findings.require('BR-24', line, 'BT-131');
	findings.require('BR-26', line.group('BG-29') ?? line, 'BT-146');
	findings.require('BR-CO-04', line.group('BG-30') ?? line, 'BT-151');
	inGroups(line, IN_LINES, findings);
	for (const attribute of line.group('BG-31')?.many('BG-32') ?? []) {
		findings.require('BR-54', attribute, 'BT-160');
		findings.require('BR-54', attribute, 'BT-161');
	}
}

function inGroups(above: Group, requirements: readonly Requirement[], findings: Findings): void {
	for (const { rule, group, ids } of requirements) for (const one of above.many(group)) findings.requireOne(rule, one, ids);
}
