import './addresses.ts';
import './functions.ts';
import './template.ts';
import { openPackage } from './packaging.ts';

openPackage();
