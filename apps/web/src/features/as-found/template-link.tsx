import { inventoryTemplate } from '@countersign/contracts';
import { Button } from '../../controls/index.ts';

function save(): void {
  const address = URL.createObjectURL(new Blob([inventoryTemplate], { type: 'text/csv' }));
  const link = document.createElement('a');
  link.href = address;
  link.download = 'inventory.csv';
  link.click();
  URL.revokeObjectURL(address);
}

export function TemplateButton() {
  return <Button onClick={save}>Download the template</Button>;
}
