import './mina.ts';
import './recipes.ts';
import './rental.ts';
import './h5.ts';
import './gateway.ts';
