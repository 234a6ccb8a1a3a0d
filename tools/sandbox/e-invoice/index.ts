export { crossIndustryInvoice, facturX } from './factur-x';
export { eInvoiceSample, sumsOfSample, type EInvoiceSample } from './sample';
export { xRechnung } from './x-rechnung';
