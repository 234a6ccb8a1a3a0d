import { inventoryMovement } from '../entry/inventory-movement';
import type { Entry } from './entry';

export const inventoryTransfer: Entry = {
	name: 'inventoryTransfer',
	one: 'inventory transfer',
	many: 'inventory transfers',
	path: '/api/inventory_transfers',
	...inventoryMovement({ type: 'InventoryTransfer', scope: 'transfer', source: 'page 0254' }),
};
