/** What the forms allow in a message; the server can't read these. By itself, so that a form doesn't carry every limit. */
export const mostCharacters = 8000;

/** How long a text is: in code points, so that an emoji counts as one for the form and for who seals it. */
export const charactersIn = (text: string): number => [...text].length;
