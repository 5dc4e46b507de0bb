import { join } from 'node:path';
import { homeFolder } from '../api/connection.ts';
import type { Environment } from './ports.ts';

/** Where what was read of projects is kept between commands. */
export const indexFolder = (env: Environment): string => join(homeFolder(env), 'cache', 'index');
