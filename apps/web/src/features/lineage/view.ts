import type { View } from './draw-graph.ts';
import { type GraphLayout, nodeHeight, nodeWidth } from './lay-out.ts';

export interface Size {
  readonly width: number;
  readonly height: number;
}
const margin = 24;
const smallest = 0.02;
const largest = 2;

/** All of it, or as large as life where it is small. */
export function fitAll(layout: GraphLayout, { width, height }: Size): View {
  const scale = Math.max(
    smallest,
    Math.min(1, (width - 2 * margin) / layout.width, (height - 2 * margin) / layout.height),
  );
  return {
    scale,
    left: layout.width / 2 - width / 2 / scale,
    top: layout.height / 2 - height / 2 / scale,
  };
}

/** A node in the middle. */
const centreOn = (layout: GraphLayout, place: number, size: Size, scale: number): View => ({
  scale,
  left: layout.x[place]! + nodeWidth / 2 - size.width / 2 / scale,
  top: layout.y[place]! + nodeHeight / 2 - size.height / 2 / scale,
});

/** Where somebody begins: all of it where its words can be read, and the thing asked for otherwise. */
export function beginWith(layout: GraphLayout, around: number, size: Size): View {
  const all = fitAll(layout, size);
  return all.scale >= 0.5 ? all : centreOn(layout, around, size, 0.8);
}

/** The same place of the drawing stays under the point, which is in pixels of the canvas. */
export function zoomAt(view: View, factor: number, x: number, y: number): View {
  const scale = Math.min(largest, Math.max(smallest, view.scale * factor));
  return {
    scale,
    left: view.left + x / view.scale - x / scale,
    top: view.top + y / view.scale - y / scale,
  };
}

/** A point of the canvas, in pixels. */
export interface Point {
  readonly x: number;
  readonly y: number;
}
type Fingers = readonly [Point, Point];
const between = ([one, other]: Fingers): Point => ({ x: (one.x + other.x) / 2, y: (one.y + other.y) / 2 });
const apart = ([one, other]: Fingers): number => Math.max(1, Math.hypot(one.x - other.x, one.y - other.y));

/** Two fingers that moved: what lay in their middle stays there, and is as much larger as they went apart. */
export function pinch(view: View, from: Fingers, to: Fingers): View {
  const [before, now] = [between(from), between(to)];
  const { scale, left, top } = view;
  const moved = { scale, left: left - (now.x - before.x) / scale, top: top - (now.y - before.y) / scale };
  return zoomAt(moved, apart(to) / apart(from), now.x, now.y);
}

/** Moved no further than until the node is in sight; large enough to be read. */
export function bringInSight(view: View, layout: GraphLayout, place: number, size: Size): View {
  if (view.scale < 0.5) return centreOn(layout, place, size, 0.8);
  const room = margin / view.scale;
  const within = (at: number, length: number, from: number, shown: number) =>
    Math.min(Math.max(from, at + length + room - shown), at - room);
  return {
    scale: view.scale,
    left: within(layout.x[place]!, nodeWidth, view.left, size.width / view.scale),
    top: within(layout.y[place]!, nodeHeight, view.top, size.height / view.scale),
  };
}

/** Which node is drawn at a point of the canvas. */
export function nodeAt(layout: GraphLayout, view: View, x: number, y: number): number | null {
  const at = { x: view.left + x / view.scale, y: view.top + y / view.scale };
  for (let place = 0; place < layout.x.length; place += 1) {
    const [left, top] = [layout.x[place]!, layout.y[place]!];
    if (at.x >= left && at.x <= left + nodeWidth && at.y >= top && at.y <= top + nodeHeight) return place;
  }
  return null;
}
