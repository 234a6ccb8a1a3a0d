import type { ILoadOptionsFunctions, INodeListSearchResult } from 'n8n-workflow';

import { textAt } from '../../../lib/core';
import { openSession } from '../client';
import { asNodeError } from '../../common/errors';
import { ACCOUNT, INVOICE, PURCHASE_ORDER, type ResourceDefinition, SUPPLIER } from '../resources/definition';

const PAGE = 50;

/** Searches records on Coupa's side for a pick list, by the key people know them by and, where there is one, the name. */
function searchIn(definition: ResourceDefinition) {
	return async function search(this: ILoadOptionsFunctions, filter?: string, paginationToken?: string): Promise<INodeListSearchResult> {
		try {
			const { client, address } = await openSession(this);
			const { attribute } = definition.naturalKey;
			const query: Array<[string, string]> = [];
			if (filter) query.push([`${attribute.replaceAll('-', '_')}[contains]`, filter]);
			if (paginationToken) query.push(['id[gt]', paginationToken]);
			const records = await client.listAll(definition.path, { query, fields: definition.listFields, limit: PAGE });
			const results = records.map((record) => {
				const value = textAt(record, 'id') ?? '';
				const names = definition.listFields.slice(1).map((field) => textAt(record, ...field.split('.')));
				return { name: names.filter(Boolean).join(' · '), value, url: `${address}${definition.webPath}/${value}` };
			});
			return { results, ...(results.length === PAGE && { paginationToken: results.at(-1)?.value }) };
		} catch (error) {
			throw asNodeError(this.getNode(), error);
		}
	};
}

export const search_account = searchIn(ACCOUNT);
export const search_invoice = searchIn(INVOICE);
export const search_purchaseOrder = searchIn(PURCHASE_ORDER);
export const search_supplier = searchIn(SUPPLIER);
