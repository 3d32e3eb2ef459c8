import type { MigrationInterface, QueryRunner } from 'typeorm';
import { appendFunction } from './append-function.js';

/** The function is always replaced whole: a change of it takes the next number, and the one before is deleted. */
export class Append1700000000005 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query('DROP FUNCTION IF EXISTS append');
    await runner.query(appendFunction);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP FUNCTION append');
  }
}
