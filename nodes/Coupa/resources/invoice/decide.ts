import type { IDataObject, INodeProperties } from 'n8n-workflow';

import { decide as decideInCoupa, decisionNamed, DECISIONS, type DecisionRequest, entryNamed } from '../../../../lib/coupa';
import { optionsProperty } from '../../../common/description';
import { ItemParameters } from '../../../common/parameters';
import { locatedId } from '../../fields/locator';
import type { CoupaOperation } from '../../operations/operation';

const INVOICE = entryNamed('invoice');

const properties: INodeProperties[] = [
	{
		displayName: 'Decision',
		name: 'decision',
		type: 'options',
		options: Object.entries(DECISIONS).map(([value, { title, does }]) => ({ name: title, value, description: does })),
		default: 'comment',
		description: 'What the reviewer decided; Get Held says what is possible in which status',
	},
	{
		displayName: 'Seen Updated At',
		name: 'seenAt',
		type: 'string',
		default: '',
		required: true,
		placeholder: 'e.g. {{ $json.updatedAt }}',
		description: 'The updatedAt of the invoice as Get Held gave it when the reviewer saw it: what has changed since is not decided',
	},
	{
		displayName: 'Reason',
		name: 'reason',
		type: 'string',
		default: '',
		placeholder: 'e.g. INCORRECT_QUANTITY',
		description:
			'Of a dispute: the code of a dispute reason that is active in Coupa (the API has no list of them). Of a rejection: the reason in words. Otherwise not needed.',
	},
	{
		displayName: 'Comment',
		name: 'comment',
		type: 'string',
		typeOptions: { rows: 3 },
		default: '',
		description: 'What the reviewer says about it; of a dispute the supplier gets it',
	},
	{
		displayName: 'Reviewer Name',
		name: 'reviewerName',
		type: 'string',
		default: '',
		required: true,
		placeholder: 'e.g. Dana Reviewer',
		description: 'Who decided, for the comment in Coupa. Take it from a login, never from a field that anybody can fill in.',
	},
	{
		displayName: 'Reviewer Email',
		name: 'reviewerEmail',
		type: 'string',
		default: '',
		required: true,
		placeholder: 'e.g. dana.reviewer@example.com',
		description: 'E-mail address of the same login',
	},
	{
		displayName: 'Reviewer in Coupa',
		name: 'reviewerCoupaUser',
		type: 'string',
		default: '',
		placeholder: 'e.g. dana.reviewer',
		description:
			'Login, e-mail address or ID of the reviewer’s user in Coupa: needed to approve, and to see that nobody decides on an own request',
	},
	optionsProperty([
		{
			displayName: 'Approvals',
			name: 'approvers',
			type: 'options',
			options: [
				{
					name: 'Of the Reviewer Only',
					value: 'ownStep',
					description: 'Only steps that wait for the reviewer or for whom the reviewer is the delegate',
				},
				{
					name: 'Any That Coupa Allows',
					value: 'any',
					description: 'Also steps that wait for somebody else or for a group: only where your rules for approvals say so',
				},
			],
			default: 'ownStep',
			description: 'Which open approvals the reviewer may approve or reject',
		},
	]),
];

/**
 * Carries a reviewer's decision out (docs/review.md). What became of it is an item with a sentence for the reviewer; only a Coupa that cannot be
 * read is an error, and then nothing was written.
 */
export const decide: CoupaOperation = {
	face: {
		value: 'decide',
		name: 'Decide',
		action: 'Decide on held invoice',
		description: 'Carry out what a reviewer decided about a held invoice, once, and name the reviewer in a comment',
	},
	picksRecord: true,
	final: true,
	scopes: ['core.invoice.read', 'core.invoice.write', 'core.comment.read', 'core.comment.write'],
	optionalScopes: {
		'core.approval.read': 'only to approve and reject',
		'core.approval.write': 'only to approve and reject',
		'core.purchase_order.read': 'to see that the reviewer is not the requester of the purchase order',
	},
	description: properties,
	async execute(context, session, itemIndex) {
		const parameters = new ItemParameters(context, itemIndex, properties);
		const { approvers = 'ownStep' } = parameters.collection<{ approvers: DecisionRequest['approvers'] }>('options');
		const given = parameters.text('decision');
		const decision = decisionNamed(given);
		if (decision === null) throw parameters.refusal('decision', given, `Use one of these values: ${Object.keys(DECISIONS).join(', ')}.`);
		const reviewer = {
			name: parameters.text('reviewerName'),
			email: parameters.text('reviewerEmail'),
			coupaUser: parameters.text('reviewerCoupaUser'),
		};
		const execution = context.getExecutionId();
		const id = Number(await locatedId(context, session, INVOICE, itemIndex));
		const result = await decideInCoupa(session.client, {
			...{ invoiceId: id, decision, reviewer, approvers, execution },
			...{ reason: parameters.text('reason'), comment: parameters.text('comment'), seenAt: parameters.text('seenAt') },
		});
		const { outcome, message, notes, ...rest } = result;
		const json = { invoiceId: id, decision, outcome, message: [message, ...notes].join(' '), reviewer: reviewer.email, execution, ...rest };
		return [{ json: json as unknown as IDataObject }];
	},
};
