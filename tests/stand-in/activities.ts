import { randomUUID } from 'node:crypto';
import type { Events } from './events.ts';
import { type JsonObject, present } from './json.ts';

/** Something the server is busy with. */
export interface Activity {
  readonly uuid: string;
  readonly type: string;
  readonly title: string;
  subtitle: string;
  readonly cancellable: boolean;
  readonly userID: number;
  /** 0…100, or −1 when Plex does not know. */
  progress: number;
  /** Names the section; a real server adds it about a second after the start. */
  sectionKey: string | undefined;
  readonly cancel?: () => void;
}

export interface Activities {
  list(): Activity[];
  get(uuid: string): Activity | undefined;
  start(fields: Omit<Activity, 'uuid'>): Activity;
  update(activity: Activity): void;
  end(activity: Activity): void;
}

export const activityJson = (activity: Activity): JsonObject =>
  present({
    uuid: activity.uuid,
    type: activity.type,
    cancellable: activity.cancellable,
    userID: activity.userID,
    title: activity.title,
    subtitle: activity.subtitle,
    progress: activity.progress,
    // A string here, although `librarySectionID` is a number everywhere else.
    Context: activity.sectionKey === undefined ? undefined : { librarySectionID: activity.sectionKey },
  });

export function createActivities(events: Events): Activities {
  const open = new Map<string, Activity>();
  const tell = (event: 'started' | 'updated' | 'ended', activity: Activity): void =>
    events.send('activity', 'ActivityNotification', [
      { event, uuid: activity.uuid, Activity: activityJson(activity) },
    ]);
  return {
    list: () => [...open.values()],
    get: (uuid) => open.get(uuid),
    start(fields) {
      const activity: Activity = { ...fields, uuid: randomUUID() };
      open.set(activity.uuid, activity);
      tell('started', activity);
      return activity;
    },
    update: (activity) => tell('updated', activity),
    end(activity) {
      if (!open.delete(activity.uuid)) return;
      tell('ended', activity);
    },
  };
}
