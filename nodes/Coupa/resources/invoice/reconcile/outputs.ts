import type { IDataObject } from 'n8n-workflow';

import { headline, isInCoupa, type Reconciliation } from '../../../../../lib/reconciliation';

/** The figures of the report, for other nodes: counts and exact amounts as texts. */
export function summaryOf(result: Reconciliation, title: string): IDataObject {
	const { accounts, rows, received, sums, checks, attention, now } = result;
	const count = (severity: string) => attention.filter((one) => one.severity === severity).length;
	const addsUp = checks.every(({ isRight }) => isRight);
	const summary = {
		subject: `${title}: ${headline(result)}`,
		addsUp,
		needsAttention: !addsUp || count('gap') > 0 || count('late') > 0,
		from: accounts[0]?.from ?? null,
		to: accounts[0]?.to ?? null,
		asOf: new Date(now).toISOString(),
		received: rows.length,
		inCoupa: rows.filter(({ standing }) => isInCoupa(standing)).length,
		gaps: count('gap'),
		late: count('late'),
		receivedAmounts: received,
		standings: sums,
		checks,
		attention: attention.map(({ code, severity, message, row, state }) => ({
			code,
			severity,
			message,
			number: row?.delivered.number ?? state?.number ?? null,
			package: row?.delivered.package ?? null,
			invoiceId: state?.id ?? null,
			link: state?.link ?? null,
		})),
	};
	return summary as unknown as IDataObject;
}

/** One invoice with where it stands. */
export function invoiceJson({ delivered, standing, state, reason, findings, ageDays }: Reconciliation['rows'][number]): IDataObject {
	return {
		number: delivered.number,
		supplierNumber: delivered.supplierNumber,
		supplierName: delivered.supplierName ?? state?.supplierName ?? null,
		date: delivered.date,
		total: delivered.total,
		currency: delivered.currency,
		standing,
		status: state?.status ?? null,
		reason,
		ageDays,
		findings: findings.map(({ code, message }) => ({ code, message })),
		link: state?.link ?? null,
		package: delivered.package,
		receivedAt: delivered.receivedAt,
		invoiceId: state?.id ?? null,
		key: delivered.key,
	};
}
