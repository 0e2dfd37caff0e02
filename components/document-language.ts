import { i18n } from '#i18n';

/** Tells the document which language our texts are in and which way they run. */
export function setDocumentLanguage(): void {
  document.documentElement.lang = i18n.t('language');
  document.documentElement.dir = i18n.t('direction');
}
