import { type FinderData, wireFinder } from '../seeking-help/find-centres.ts';
import { wireTopicSearch } from '../seeking-help/find-topic.ts';
import { carryWish } from '../seeking-help/keep-wish.ts';
import { carryPin } from '../seeking-help/read-choice.ts';

const data = document.getElementById('page-data');
wireTopicSearch(document);
carryPin(document, location.hash);
carryWish(document);
if (data?.textContent) wireFinder(document, JSON.parse(data.textContent) as FinderData);
