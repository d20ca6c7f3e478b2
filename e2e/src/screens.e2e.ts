import { join } from 'node:path';
import { inviteLead } from '@beistand/client';
import { askForHelp } from '@beistand/client/cast/ask';
import { ada, centres, eva, franz, topics } from '@beistand/client/cast/people';
import type { Page } from '@playwright/test';
import { expect, test } from './fixtures.ts';
