import { inventoryMovement } from '../entry/inventory-movement';
import type { Entry } from './entry';

export const inventoryConsumption: Entry = {
	name: 'inventoryConsumption',
	one: 'inventory consumption',
	many: 'inventory consumptions',
	path: '/api/inventory_consumptions',
	...inventoryMovement({ type: 'InventoryConsumption', scope: 'consumption', source: 'page 0252' }),
};
