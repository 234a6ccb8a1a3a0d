import type { CoupaClient } from '../client';
import type { Token } from '../stored-token';
import type { Asking } from './asking';

/** What a template of the package asks of Coupa. */
export interface TemplateNeeds {
	template: string;
	/** `invoice.import` and the like. */
	operations: string[];
	scopes: string[];
	/** What it needs in some cases only, and when. */
	optionalScopes: Record<string, string>;
}

/** What a run of the preflight may do, and with which records. */
export interface PreflightSettings {
	/** Creates, changes and takes back invoices with a marked number. */
	testWrites: boolean;
	/** Submits them as well: approvals start. */
	testSubmit: boolean;
	/** Coupa's id of the supplier of the test invoices; null: that of an issued purchase order. */
	supplierId: string | null;
	/** Name of their chart of accounts; null: that of the purchase order. */
	chart: string | null;
	/** How long a new invoice is looked for in the list, ms. */
	longestLagMs: number;
	/** Requests per second of the credential. */
	requestsPerSecond: number;
}

/** All that a question of the preflight works with. */
export interface PreflightSession {
	client: CoupaClient;
	asking: Asking;
	/** `https://acme.coupahost.com`. */
	address: string;
	/** The token in use; null where none is stored. */
	token(): Promise<Token | null>;
	templates: TemplateNeeds[];
	/** What Reconcile reads of an invoice (lib/reconciliation). */
	reconcileFields: readonly string[];
	settings: PreflightSettings;
}

/** Names of the templates that use one of these operations. */
export function usersOf({ templates }: Pick<PreflightSession, 'templates'>, ...operations: string[]): string[] {
	return templates.filter((one) => one.operations.some((operation) => operations.includes(operation))).map(({ template }) => template);
}
