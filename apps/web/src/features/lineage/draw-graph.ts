import type { LineageNode } from '@countersign/contracts';
import { stageWord, standingWord } from '../../marks/index.ts';
import { type GraphLayout, nodeHeight, nodeWidth } from './lay-out.ts';
import type { ShownGraph } from './shown-graph.ts';
import { kindWord } from './words.ts';

/** Pixels of the canvas for one of the layout, and which place of the layout its left upper corner shows. */
export interface View {
  readonly scale: number;
  readonly left: number;
  readonly top: number;
}

interface Drawing {
  readonly graph: ShownGraph;
  readonly layout: GraphLayout;
  readonly view: View;
  /** Of the canvas, in CSS pixels, and how many of the screen's make one. */
  readonly width: number;
  readonly height: number;
  readonly ratio: number;
  readonly around: number;
  /** The place of the node that is looked at. */
  readonly focus: number | null;
  /** Whether keys go to the graph. */
  readonly ringed: boolean;
  /** A token of the style sheet, by its name. */
  readonly colour: (token: string) => string;
}

/** Below these scales words could not be read, and curves could not be told from lines. */
const legible = 0.42;
const curved = 0.25;
/** Edges that are drawn as curves at once; more of them are thin lines. */
const mostCurved = 500;
const padding = 10;

/** Draws what is in sight. The order is edges, boxes, words: each with one style at a time. */
export function drawGraph(context: CanvasRenderingContext2D, drawing: Drawing): void {
  const { layout, view, width, height, ratio, colour, focus } = drawing;
  context.setTransform(ratio, 0, 0, ratio, 0, 0);
  context.fillStyle = colour('ground');
  context.fillRect(0, 0, width, height);
  const scale = view.scale * ratio;
  context.setTransform(scale, 0, 0, scale, -view.left * scale, -view.top * scale);
  strokeEdges(context, drawing);
  const right = view.left + width / view.scale;
  const bottom = view.top + height / view.scale;
  for (let place = 0; place < layout.x.length; place += 1) {
    const x = layout.x[place]!;
    const y = layout.y[place]!;
    if (x > right || y > bottom || x + nodeWidth < view.left || y + nodeHeight < view.top) continue;
    drawNode(context, drawing, place, x, y);
  }
  if (focus !== null) drawRing(context, drawing, focus);
}

function strokeEdges(context: CanvasRenderingContext2D, drawing: Drawing): void {
  const { graph, view, focus, colour } = drawing;
  const inSight = edgesInSight(drawing);
  // Curves and dashes of thousands of long edges take a second to draw, and nobody could follow one.
  const plain = view.scale < curved || inSight.length > mostCurved;
  const paths = { checked: new Path2D(), claimed: new Path2D() };
  const near = new Path2D();
  for (const at of inSight) {
    const [from, to] = graph.places[at]!;
    const isNear = from === focus || to === focus;
    trace(isNear ? near : paths[graph.edges[at]!.basis], drawing, at, plain && !isNear);
  }
  const pixel = 1 / view.scale;
  context.lineWidth = plain ? pixel / 2 : pixel;
  context.strokeStyle = colour('line-3');
  context.stroke(paths.checked);
  if (!plain) context.setLineDash([4 * pixel, 3 * pixel]);
  context.stroke(paths.claimed);
  context.setLineDash([]);
  context.strokeStyle = colour('accent');
  context.lineWidth = 2 * pixel;
  context.stroke(near);
}

function edgesInSight({ graph, layout, view, width, height }: Drawing): number[] {
  const right = view.left + width / view.scale;
  const bottom = view.top + height / view.scale;
  return graph.places.flatMap(([from, to], at) => {
    const [x1, x2] = [layout.x[from]! + nodeWidth, layout.x[to]!];
    const [y1, y2] = [layout.y[from]! + nodeHeight / 2, layout.y[to]! + nodeHeight / 2];
    const isBeside = Math.min(x1, x2) > right || Math.max(x1, x2) < view.left;
    return isBeside || Math.min(y1, y2) > bottom || Math.max(y1, y2) < view.top ? [] : [at];
  });
}

function trace(path: Path2D, { graph, layout }: Drawing, at: number, straight: boolean): void {
  const [from, to] = graph.places[at]!;
  const [x1, x2] = [layout.x[from]! + nodeWidth, layout.x[to]!];
  const [y1, y2] = [layout.y[from]! + nodeHeight / 2, layout.y[to]! + nodeHeight / 2];
  path.moveTo(x1, y1);
  if (straight) {
    path.lineTo(x2, y2);
    return;
  }
  const bend = Math.max(24, (x2 - x1) / 2);
  path.bezierCurveTo(x1 + bend, y1, x2 - bend, y2, x2, y2);
}

function drawNode(context: CanvasRenderingContext2D, drawing: Drawing, place: number, x: number, y: number) {
  const { graph, view, around, colour } = drawing;
  const node = graph.nodes[place]!;
  const blocked = node.standing === 'blocked' && !node.ended;
  const asked = place === around;
  context.beginPath();
  context.roundRect(x, y, nodeWidth, nodeHeight, node.kind === 'version' || node.kind === 'recall' ? 0 : 4);
  context.fillStyle = colour(blocked ? 'block' : asked ? 'accent-wash' : 'ground');
  context.fill();
  context.lineWidth = (asked ? 2 : 1) / Math.min(1, view.scale);
  context.strokeStyle = colour(asked ? 'ink' : blocked ? 'block' : 'line-3');
  if (node.ended) context.setLineDash([3, 3]);
  context.stroke();
  context.setLineDash([]);
  if (view.scale >= legible) writeNode(context, drawing, node, blocked, x, y);
}

/** The kind and the state above, the name beneath. */
function writeNode(
  context: CanvasRenderingContext2D,
  { colour }: Drawing,
  node: LineageNode,
  blocked: boolean,
  x: number,
  y: number,
): void {
  const state = stateText(node);
  const family = colour('sans');
  context.font = `400 11px ${family}`;
  context.fillStyle = colour(blocked ? 'block-ink' : 'ink-3');
  context.fillText(kindWord[node.kind], x + padding, y + 15);
  if (state) {
    context.fillStyle = colour(blocked ? 'block-ink' : stateColour(node));
    context.textAlign = 'right';
    context.fillText(clip(context, state, nodeWidth - 90), x + nodeWidth - padding, y + 15);
    context.textAlign = 'left';
  }
  context.font = `${node.kind === 'version' ? 600 : 400} 13px ${family}`;
  context.fillStyle = colour(blocked ? 'block-ink' : node.ended ? 'ink-2' : 'ink');
  context.fillText(clip(context, node.name, nodeWidth - 2 * padding), x + padding, y + 32);
}

/** As the tags of stage and standing have it. */
function stateColour({ stage, standing, ended }: LineageNode): string {
  if (standing === 'advisory') return 'deprecated';
  return stage !== null && stage in stageWord && !ended ? stage : 'ink-3';
}

/** In a word, where there is one: what a version stands at, whether something is over. */
export function stateText({ kind, stage, standing, ended, note }: LineageNode): string {
  if (kind === 'recall') return ended ? 'lifted' : '';
  if (kind === 'consumer') return ended ? 'retired' : '';
  if (kind === 'deployment') return ended ? `${note}, ended` : note;
  if (standing === 'blocked' || standing === 'advisory') return standingWord[standing];
  return stage && stage in stageWord ? stageWord[stage as keyof typeof stageWord] : '';
}

const clipped = new Map<string, string>();
function clip(context: CanvasRenderingContext2D, text: string, width: number): string {
  const known = clipped.get(`${context.font} ${width} ${text}`);
  if (known !== undefined) return known;
  let shown = text;
  if (context.measureText(text).width > width) {
    let [fits, tooLong] = [0, text.length];
    while (tooLong - fits > 1) {
      const middle = (fits + tooLong) >> 1;
      if (context.measureText(`${text.slice(0, middle)}…`).width <= width) fits = middle;
      else tooLong = middle;
    }
    shown = `${text.slice(0, fits)}…`;
  }
  if (clipped.size > 20_000) clipped.clear();
  clipped.set(`${context.font} ${width} ${text}`, shown);
  return shown;
}

function drawRing(context: CanvasRenderingContext2D, drawing: Drawing, place: number): void {
  const { layout, view, colour, ringed } = drawing;
  const gap = 3 / view.scale;
  context.lineWidth = (ringed ? 3 : 2) / view.scale;
  context.strokeStyle = colour('accent');
  context.beginPath();
  context.roundRect(
    layout.x[place]! - gap,
    layout.y[place]! - gap,
    nodeWidth + 2 * gap,
    nodeHeight + 2 * gap,
    5,
  );
  context.stroke();
}
