import { Injectable, type OnApplicationShutdown } from '@nestjs/common';
import { PostgresEventStore } from '@trine/event-store';

/** Opens event stores and closes their connections when the app has answered everything. */
@Injectable()
export class Databases implements OnApplicationShutdown {
  private readonly open: PostgresEventStore[] = [];

  async openEventStore(url: string): Promise<PostgresEventStore> {
    const store = await PostgresEventStore.connect(url);
    this.open.push(store);
    return store;
  }

  async onApplicationShutdown(): Promise<void> {
    await Promise.all(this.open.map((store) => store.close()));
  }
}
