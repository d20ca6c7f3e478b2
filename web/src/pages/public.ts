import { type FinderData, wireFinder } from '../seeking-help/find-centres.ts';
import { wireTopicSearch } from '../seeking-help/find-topic.ts';

const data = document.getElementById('page-data');
wireTopicSearch(document);
if (data?.textContent) wireFinder(document, JSON.parse(data.textContent) as FinderData);
