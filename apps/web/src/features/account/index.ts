export { AddressSection } from './address-section.tsx';
export { SessionSection } from './session-section.tsx';
