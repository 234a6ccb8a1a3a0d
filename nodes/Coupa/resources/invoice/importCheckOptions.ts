import type { INodeProperties } from 'n8n-workflow';

import { inOrder } from '../../../../lib/core';
import { CHECKS } from '../../../../lib/coupa';

type Option = NonNullable<INodeProperties['options']>[number] & INodeProperties;

/** Every check for the pick list, with the level it has unless it is changed. */
const checkChoices = CHECKS.map(({ name, label, description, default: level }) => ({
	name: label,
	value: name,
	description: `${description} Usual level: ${level}`,
})).sort((left, right) => inOrder(left.name, right.name));

export const checksOption: Option = {
	displayName: 'Checks',
	name: 'checks',
	type: 'fixedCollection',
	typeOptions: { multipleValues: true },
	placeholder: 'Change Check',
	default: {},
	description: 'What happens when a check finds something. Checks that are not listed here keep their usual level.',
	options: [
		{
			displayName: 'Check',
			name: 'check',
			values: [
				{
					displayName: 'Check',
					name: 'name',
					type: 'options',
					options: checkChoices,
					default: 'controlTotal',
				},
				{
					displayName: 'Level',
					name: 'level',
					type: 'options',
					options: [
						{ name: 'Draft', value: 'draft', description: 'Import it, but keep it a draft' },
						{ name: 'Error', value: 'error', description: 'Refuse the invoice' },
						{ name: 'Needs Buyer', value: 'needsBuyer', description: 'Wait for the buyer to act' },
						{ name: 'Off', value: 'off', description: 'Skip the check' },
						{ name: 'Warning', value: 'warning', description: 'Report it and go on' },
					],
					default: 'warning',
				},
			],
		},
	],
};
