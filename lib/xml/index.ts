export { parseCoupaXml } from './parse-xml';
export { recordXml, xmlHead, xmlTail, type XmlValueType } from './write-xml';
