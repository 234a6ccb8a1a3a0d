import { inventoryMovement } from '../entry/inventory-movement';
import type { Entry } from './entry';

export const inventoryAdjustment: Entry = {
	name: 'inventoryAdjustment',
	one: 'inventory adjustment',
	many: 'inventory adjustments',
	path: '/api/inventory_adjustments',
	...inventoryMovement({ type: 'InventoryAdjustment', scope: 'adjustment', source: 'page 0251' }),
};
