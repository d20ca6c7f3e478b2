import { expect, test } from 'vitest';
import { documentOf } from './document.ts';

const asset = (name: string) => ({ url: `/assets/${name}`, integrity: 'sha384-x' });
const bundle = {
  atOnce: asset('leave.js'),
  styles: [asset('a.css')],
  script: asset('a.js'),
  importMap: '{"integrity":{}}',
  font: asset('f.woff2'),
  icon: asset('i.svg'),
  chunks: {},
};
const make = (data?: unknown, title = 'Seite') =>
  documentOf({
    language: 'de',
    title,
    bundle,
    preloads: [asset('b.js')],
    leaveTo: 'about:blank',
    body: '<p>hier</p>',
    data,
  });

test('every script and stylesheet carries its integrity, and the way out comes before anything is shown', () => {
  const html = make();
  for (const [tag] of html.matchAll(
    /<(?:script src|script type="module"|link rel="(?:stylesheet|modulepreload)")[^>]*>/g,
  ))
    expect(tag).toContain('integrity="sha384-x"');
  expect(html).toMatch(/<script src="\/assets\/leave.js" [^>]*crossorigin>/);
  expect(html.indexOf('leave.js')).toBeLessThan(html.indexOf('a.css'));
  expect(html.indexOf('importmap')).toBeLessThan(html.indexOf('a.js'));
});

test('the only script text is the import map', () => {
  const inline = [...make().matchAll(/<script(?![^>]*src=)[^>]*>/g)].map(([tag]) => tag);
  expect(inline).toEqual(['<script type="importmap">']);
});

test('data cannot end its element, a title cannot open one', () => {
  const html = make({ name: '</script><script>alert(1)</script>' }, '</title><script>');
  expect(html.match(/<script/g)).toHaveLength(4);
  expect(html).not.toContain('alert(1)</script>');
  expect(html).not.toContain('</title><script>');
});
