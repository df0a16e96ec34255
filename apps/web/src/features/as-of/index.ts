export { MomentForm } from './moment-form.tsx';
