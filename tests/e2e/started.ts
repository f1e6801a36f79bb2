import { afterAll, beforeAll } from 'vitest';
import { type Product, startProduct } from '../support/product.ts';

/** The product that the services' tests share: to start it is most of their work. */
export let product: Product;

beforeAll(async () => {
  product = await startProduct();
});
afterAll(() => product.stop());
