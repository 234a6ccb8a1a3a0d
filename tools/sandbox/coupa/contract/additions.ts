/** A path that Coupa has and release 39's published definitions lack. */
interface Addition {
	/** As in r39-paths.json: below `/api/`, `:id` for each id. */
	path: string;
	/** With a space between them; PATCH is PUT's twin. */
	methods: string;
	/** Page of Coupa's documentation by number, `operations.md`, or the third party that proves it. */
	source: string;
}

const ATTACHMENTS = ['expense_reports', 'users'];
const COMMENTS = ['users'];

/** Named one by one in operations.md's head, each with where it is written. */
export const ADDITIONS: Addition[] = [
	{ path: 'invoices', methods: 'POST', source: 'page 0205; three public connectors' },
	{ path: 'invoices/:id', methods: 'POST', source: "Coupa's playbook for partners, scenario 5.1, of payments alone ⚠" },
	{ path: 'invoices/:id/submit_for_approval', methods: 'PUT', source: 'scope map of release 34.3 ~' },
	...ATTACHMENTS.flatMap((parent): Addition[] => [
		{ path: `${parent}/:id/attachments`, methods: 'GET POST', source: 'page 0109' },
		{ path: `${parent}/:id/attachments/:id`, methods: 'GET DELETE', source: 'page 0109' },
	]),
	...COMMENTS.flatMap((parent): Addition[] => [
		{ path: `${parent}/:id/comments`, methods: 'GET POST', source: 'page 0112' },
		{ path: `${parent}/:id/comments/:id`, methods: 'GET', source: 'page 0112' },
	]),
	{ path: 'matching_allocations', methods: 'GET', source: 'page 0063' },
	{ path: 'matching_allocations/:id', methods: 'GET', source: 'scope map of release 34.3 ~' },
	{ path: 'purchase_order_changes/:id/changes', methods: 'GET', source: 'scope map of release 34.3 ~' },
	{ path: 'purchase_order_revisions', methods: 'GET', source: 'page 0242' },
	{ path: 'purchase_order_revisions/:id', methods: 'GET', source: 'page 0242' },
	{ path: 'order_header_confirmations/:id/accept_header', methods: 'POST', source: 'page 0218' },
	{ path: 'order_header_confirmations/:id/reject_header', methods: 'POST', source: 'page 0218' },
	{ path: 'order_header_confirmations/:id/submit', methods: 'POST', source: 'page 0218' },
	{ path: 'order_header_confirmations/:id/integration_approval_rejected', methods: 'PUT', source: 'page 0218' },
	{ path: 'requisitions/schedule_issuance', methods: 'POST', source: 'page 0261' },
	{ path: 'requisitions/unschedule_issuance', methods: 'POST', source: 'page 0261' },
	{ path: 'receiving_transactions/:id', methods: 'DELETE', source: 'page 0255' },
	{ path: 'receipt_requests/:id', methods: 'DELETE', source: 'page 0259' },
	{ path: 'suppliers/:id/remit_to_addresses/:id', methods: 'DELETE', source: 'page 0071' },
	{ path: 'suppliers/:id/supplier_sites/:id', methods: 'DELETE', source: 'page 0085' },
	{ path: 'contracts/:id/retrieve_executive_summary', methods: 'GET', source: 'page 0139' },
	{ path: 'contracts/:id/check_in', methods: 'PUT', source: 'page 0139' },
	{ path: 'contracts/:id/check_out', methods: 'PUT', source: 'page 0139' },
	{ path: 'contracts/:id/legal_documents/:id', methods: 'DELETE', source: 'page 0060' },
	{ path: 'delegations', methods: 'GET', source: 'page 0159' },
	{ path: 'expense_delegations', methods: 'GET', source: 'page 0160' },
	{ path: 'tax_codes', methods: 'GET POST', source: "Rossum's Coupa integration (GET) ~; scope map of release 34.3 ~" },
	{ path: 'tax_codes/:id', methods: 'GET PUT', source: 'scope map of release 34.3 ~' },
	{ path: 'budget_lines/:id/budget_line_adjustments/:id', methods: 'PUT', source: 'page 0040' },
	{ path: 'easy_form_responses', methods: 'GET', source: 'page 0169' },
	{ path: 'coupa_pay/statements', methods: 'GET', source: 'page 0162 ~' },
	{ path: 'coupa_pay/statements/:id', methods: 'PUT', source: 'scope map of release 34.3 ~' },
	{ path: 'charges', methods: 'GET', source: 'page 0136' },
	{ path: 'charges/:id', methods: 'GET', source: 'page 0136' },
	{ path: 'data_file_sources/load_files', methods: 'POST', source: 'page 0166' },
	{ path: 'data_file_sources/load_from_coupa_file_service', methods: 'POST', source: 'page 0166' },
	{ path: 'data_file_sources/validate_api_key', methods: 'GET', source: 'page 0166' },
	{ path: 'work_confirmation/headers', methods: 'GET', source: 'page 0287' },
	{ path: 'work_confirmation/headers/:id', methods: 'GET', source: 'page 0287' },
	{ path: 'reason_insights', methods: 'GET', source: 'page 0233, which names the path without verbs ~' },
	{ path: 'roles', methods: 'GET POST', source: 'scope map of release 34.3 ~' },
	{ path: 'roles/:id', methods: 'GET PUT', source: 'scope map of release 34.3 ~' },
	{ path: 'custom_field_attributes', methods: 'GET', source: 'operations.md, finding 1 ~: a probe that may find nothing' },
	{ path: 'graphql', methods: 'POST', source: 'page 0013' },
];
