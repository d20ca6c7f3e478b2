/**
 * The built-in text shown before the first message, plain text in paragraphs, by locale. Its bytes are its version:
 * a changed comma is another text, and everyone who has not yet written is asked again.
 */
export const consentTexts = {
  de: `Bevor Sie schreiben: Wer kann das lesen?

Schön, dass Sie da sind. Ihre Nachricht wird schon auf Ihrem Gerät verschlüsselt. Wer diese Seite betreibt, kann sie nicht lesen.

Lesen können Ihre Nachricht:
- Solange Sie warten: alle Beraterinnen und Berater der Stelle, der Sie schreiben. Schreiben Sie einer bestimmten Person, nur sie.
- Danach: Sie und die Person oder das Team, das Ihre Anfrage annimmt. Kommt jemand dazu, sehen Sie das.
- Nur als letzter Ausweg, etwa wenn alle Beratenden ausfallen: Viele Stellen haben dafür einen Tresor. Seinen Schlüssel haben besonders benannte Personen, oder er liegt auf Papier im Schrank. Wird er benutzt, steht das in Ihrer Beratung.

Beratende müssen schweigen. Das ist Gesetz (§ 203 Strafgesetzbuch). Ohne Ihr Ja geben sie nichts weiter. Es gibt Grenzen: wenn ein Kind ernsthaft in Gefahr ist oder jemand eine schwere Straftat plant. Wenn es geht, sprechen sie vorher mit Ihnen.

Das sieht der Computer, auf dem diese Seite läuft, trotzdem: wann geschrieben wird, ungefähr wie viel, an welche Stelle und, bis jemand annimmt, zu welchem Thema. Ihre Internet-Adresse wird nicht gespeichert. Ihren Namen müssen Sie nicht nennen.

Jede Nachricht trägt eine digitale Unterschrift. So kann sie niemand fälschen. Später lässt sich damit auch zeigen, dass sie aus Ihrem Konto kam.

Ihre Daten nutzen wir nur für die Beratung. Darunter können sehr persönliche sein, zum Beispiel über Gesundheit oder Glauben. Dafür brauchen wir Ihre Einwilligung. Wir merken uns, wann Sie zugestimmt haben und welchem Text.

Sie können Ihre Einwilligung jederzeit zurücknehmen. Das hat keine Nachteile für Sie. Schreiben Sie das einfach in Ihre Beratung: Die Stelle sorgt dann dafür, dass sie gelöscht wird. Was vorher geschah, bleibt erlaubt.

Ist ein Leben in Gefahr? Bitte rufen Sie 112 an. Zum Reden ist die TelefonSeelsorge Tag und Nacht da, kostenlos: 0800 1110111.
`,
} as const;

export type ConsentLocale = keyof typeof consentTexts;

/** SHA-256 of the text's UTF-8 bytes, in hex: what a person's consent is stored with. */
export async function consentVersion(locale: ConsentLocale): Promise<string> {
  const digest = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(consentTexts[locale]));
  return Array.from(new Uint8Array(digest), (byte) => byte.toString(16).padStart(2, '0')).join('');
}
