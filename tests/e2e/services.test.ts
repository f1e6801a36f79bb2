import './mina.ts';
import './mina-business.ts';
import './recipes.ts';
import './rental.ts';
import './h5.ts';
import './gateway.ts';
