import type { HostAccess } from '../host-access.ts';
import { DoctorPanel } from './DoctorPanel.tsx';
import { ReportPanel } from './ReportPanel.tsx';

/** Finds what is wrong, and writes it down for others. */
export function DiagnosticsSection({ access }: { readonly access: HostAccess }) {
  return (
    <>
      <DoctorPanel access={access} />
      <ReportPanel />
    </>
  );
}
