export { LARGEST_PACKAGE } from './limits';
export { PageNotDrawn } from './e-invoice-fault';
export { PackageError } from './package-error';
export { openPackage } from './open-package';
export {
	readInvoiceFiles,
	readInvoicePackage,
	type DeliverySource,
	type PackageContent,
	type PackageItem,
	type ReadPackageOptions,
} from './read-package';
export { buildRejectedPackage } from './rejected-package';
export { splitPackage } from './split-package';
export { readRejectionReport, type RejectionReason } from './read-report';
export { buildWaitingPackage } from './waiting-package';
