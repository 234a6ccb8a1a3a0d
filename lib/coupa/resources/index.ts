// Written by the build from the files beside it: edit those.
import { account } from './account';
import { accountGroup } from './account-group';
import { accountValidationRule } from './account-validation-rule';
import { address } from './address';
import { approval } from './approval';
import { asn } from './asn';
import { attachment } from './attachment';
import { budgetLine } from './budget-line';
import { budgetLineAdjustment } from './budget-line-adjustment';
import { businessEntity } from './business-entity';
import { businessGroup } from './business-group';
import { chartOfAccounts } from './chart-of-accounts';
import { comment } from './comment';
import { commodity } from './commodity';
import { contract } from './contract';
import { contractTerm } from './contract-term';
import { coupaPayPayment } from './coupa-pay-payment';
import { currency } from './currency';
import { customObject } from './custom-object';
import { customObjectDefinition } from './custom-object-definition';
import { delegation } from './delegation';
import { department } from './department';
import { exchangeRate } from './exchange-rate';
import { expenseLine } from './expense-line';
import { expenseReport } from './expense-report';
import { financialCounterparty } from './financial-counterparty';
import { integration } from './integration';
import { integrationContact } from './integration-contact';
import { integrationError } from './integration-error';
import { integrationHistoryRecord } from './integration-history-record';
import { integrationRun } from './integration-run';
import { inventoryAdjustment } from './inventory-adjustment';
import { inventoryConsumption } from './inventory-consumption';
import { inventoryTransaction } from './inventory-transaction';
import { inventoryTransfer } from './inventory-transfer';
import { invoice } from './invoice';
import { invoiceEmail } from './invoice-email';
import { item } from './item';
import { legalEntity } from './legal-entity';
import { loadResult } from './load-result';
import { lookup } from './lookup';
import { lookupValue } from './lookup-value';
import { matchingAllocation } from './matching-allocation';
import { orderConfirmation } from './order-confirmation';
import { payable } from './payable';
import { paymentTerm } from './payment-term';
import { project } from './project';
import { projectMembership } from './project-membership';
import { purchaseOrder } from './purchase-order';
import { purchaseOrderChange } from './purchase-order-change';
import { purchaseOrderLine } from './purchase-order-line';
import { purchaseOrderRevision } from './purchase-order-revision';
import { reasonInsight } from './reason-insight';
import { receipt } from './receipt';
import { receiptRequest } from './receipt-request';
import { remitToAddress } from './remit-to-address';
import { requisition } from './requisition';
import { returnRequest } from './return-request';
import { returnToSupplier } from './return-to-supplier';
import { role } from './role';
import { shippingTerm } from './shipping-term';
import { supplier } from './supplier';
import { supplierInformation } from './supplier-information';
import { supplierInformationSite } from './supplier-information-site';
import { supplierItem } from './supplier-item';
import { supplierSite } from './supplier-site';
import { task } from './task';
import { taxCode } from './tax-code';
import { taxRegistration } from './tax-registration';
import { unitOfMeasure } from './unit-of-measure';
import { user } from './user';
import { userGroup } from './user-group';
import { userGroupMembership } from './user-group-membership';
import { warehouse } from './warehouse';
import { warehouseLocation } from './warehouse-location';
import type { Entry } from './entry';

export const ENTRIES: readonly Entry[] = [
	account,
	accountGroup,
	accountValidationRule,
	address,
	approval,
	asn,
	attachment,
	budgetLine,
	budgetLineAdjustment,
	businessEntity,
	businessGroup,
	chartOfAccounts,
	comment,
	commodity,
	contract,
	contractTerm,
	coupaPayPayment,
	currency,
	customObject,
	customObjectDefinition,
	delegation,
	department,
	exchangeRate,
	expenseLine,
	expenseReport,
	financialCounterparty,
	integration,
	integrationContact,
	integrationError,
	integrationHistoryRecord,
	integrationRun,
	inventoryAdjustment,
	inventoryConsumption,
	inventoryTransaction,
	inventoryTransfer,
	invoice,
	invoiceEmail,
	item,
	legalEntity,
	loadResult,
	lookup,
	lookupValue,
	matchingAllocation,
	orderConfirmation,
	payable,
	paymentTerm,
	project,
	projectMembership,
	purchaseOrder,
	purchaseOrderChange,
	purchaseOrderLine,
	purchaseOrderRevision,
	reasonInsight,
	receipt,
	receiptRequest,
	remitToAddress,
	requisition,
	returnRequest,
	returnToSupplier,
	role,
	shippingTerm,
	supplier,
	supplierInformation,
	supplierInformationSite,
	supplierItem,
	supplierSite,
	task,
	taxCode,
	taxRegistration,
	unitOfMeasure,
	user,
	userGroup,
	userGroupMembership,
	warehouse,
	warehouseLocation,
];
