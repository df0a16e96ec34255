import { type KeyboardEvent, type PointerEvent, useEffect, useId, useRef, useState } from 'react';
import { useTheme } from '../../app/theme.ts';
import { Button } from '../../controls/index.ts';
import { counted } from '../../marks/index.ts';
import { drawGraph, stateText, type View } from './draw-graph.ts';
import type { GraphLayout } from './lay-out.ts';
import { isWay, nextNode } from './next-node.ts';
import type { ShownGraph } from './shown-graph.ts';
import { useLayout } from './use-layout.ts';
import { beginWith, bringInSight, fitAll, nodeAt, type Point, pinch, type Size, zoomAt } from './view.ts';
import { kindWord } from './words.ts';

interface GraphProps {
  readonly graph: ShownGraph;
  readonly around: string;
  readonly focus: string | null;
  readonly onFocus: (id: string) => void;
  /** The thing itself is wanted. */
  readonly onOpen: (id: string) => void;
}

const zoomStep = 1.4;
/** Pixels that a finger may tremble without dragging. */
const still = 4;

/** What somebody hears who walks the graph. */
function announced(graph: ShownGraph, place: number): string {
  const node = graph.nodes[place]!;
  const ups = counted(graph.ups[place]!.length, 'edge');
  const downs = counted(graph.downs[place]!.length, 'edge');
  const state = stateText(node);
  return `${kindWord[node.kind]} ${node.name}${state && `, ${state}`}. ${ups} to what it comes from, ${downs} to what comes from it.`;
}

/** The graph, drawn: dragged and zoomed by a pointer, walked by arrow keys. */
export function GraphView(props: GraphProps) {
  const laid = useLayout(props.graph);
  const hint = useId();
  if (laid?.failed)
    return (
      <div className="lineage-canvas blank">
        <p>
          <b>The graph could not be drawn.</b>
        </p>
        <p className="soft">The list says the same.</p>
      </div>
    );
  return (
    <>
      {laid?.layout ? (
        <Canvas {...props} graph={laid.of} layout={laid.layout} hint={hint} />
      ) : (
        <div className="lineage-canvas" aria-busy="true" />
      )}
      <p id={hint} className="cap pt-1">
        Arrow keys walk along edges and columns, Enter opens, + and − zoom, 0 shows all. Solid lines are
        checked, dashed ones claimed.
      </p>
    </>
  );
}

function Canvas({
  graph,
  layout,
  around,
  focus,
  onFocus,
  onOpen,
  hint,
}: GraphProps & { layout: GraphLayout; hint: string }) {
  const canvas = useRef<HTMLCanvasElement>(null);
  const [size, setSize] = useState<Size | null>(null);
  const [kept, setView] = useState<View | null>(null);
  const [ringed, setRinged] = useState(false);
  const dragged = useRef<{ x: number; y: number; view: View; moved: boolean } | null>(null);
  const fingers = useRef(new Map<number, Point>());
  const pinched = useRef<{ from: readonly [Point, Point]; view: View } | null>(null);
  const theme = useTheme();
  const aroundPlace = graph.placeOf.get(around) ?? 0;
  const place = focus === null ? null : (graph.placeOf.get(focus) ?? null);
  const view = kept ?? (size && beginWith(layout, place ?? aroundPlace, size));

  useEffect(() => {
    const element = canvas.current!;
    const observer = new ResizeObserver(() =>
      setSize({ width: element.clientWidth, height: element.clientHeight }),
    );
    observer.observe(element);
    return () => observer.disconnect();
  }, []);

  // biome-ignore lint/correctness/useExhaustiveDependencies: the theme changes what the tokens are
  useEffect(() => {
    const element = canvas.current!;
    const context = element.getContext('2d');
    if (!context || !size || !view) return;
    const frame = requestAnimationFrame(() => {
      const ratio = devicePixelRatio || 1;
      const [width, height] = [Math.round(size.width * ratio), Math.round(size.height * ratio)];
      if (element.width !== width || element.height !== height) Object.assign(element, { width, height });
      const style = getComputedStyle(document.documentElement);
      const colours = new Map<string, string>();
      const colour = (token: string) => {
        const known = colours.get(token) ?? style.getPropertyValue(`--${token}`);
        colours.set(token, known);
        return known;
      };
      drawGraph(context, {
        graph,
        layout,
        view,
        ...size,
        ratio,
        around: aroundPlace,
        focus: place,
        ringed,
        colour,
      });
      element.dataset.drawn = String(graph.nodes.length);
    });
    return () => cancelAnimationFrame(frame);
  }, [graph, layout, view, size, aroundPlace, place, ringed, theme]);

  // A graph of other nodes is looked at anew; what is chosen comes into sight.
  const seen = useRef({ layout, place });
  useEffect(() => {
    const before = seen.current;
    seen.current = { layout, place };
    if (!size) return;
    if (before.layout !== layout)
      setView((now) => (now && place !== null ? bringInSight(now, layout, place, size) : null));
    else if (before.place !== place && place !== null)
      setView((now) => bringInSight(now ?? beginWith(layout, place, size), layout, place, size));
  }, [layout, place, size]);

  // Not by React, whose listeners of wheels may not keep the page from moving.
  useEffect(() => {
    const element = canvas.current!;
    const zoom = (event: WheelEvent) => {
      if (!event.ctrlKey && !event.metaKey) return;
      event.preventDefault();
      const { left, top } = element.getBoundingClientRect();
      const factor = Math.exp(-event.deltaY / 200);
      setView((now) => now && zoomAt(now, factor, event.clientX - left, event.clientY - top));
    };
    // One finger scrolls the page up and down; two are the drawing's alone.
    const keep = (event: TouchEvent) => {
      if (event.touches.length > 1) event.preventDefault();
    };
    element.addEventListener('wheel', zoom, { passive: false });
    element.addEventListener('touchstart', keep, { passive: false });
    element.addEventListener('touchmove', keep, { passive: false });
    return () => {
      element.removeEventListener('wheel', zoom);
      element.removeEventListener('touchstart', keep);
      element.removeEventListener('touchmove', keep);
    };
  }, []);

  const change = (next: (view: View, size: Size) => View) => {
    if (view && size) setView(next(view, size));
  };
  const zoom = (factor: number) =>
    change((now, { width, height }) => zoomAt(now, factor, width / 2, height / 2));
  const pressed = (event: KeyboardEvent) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const now = place ?? aroundPlace;
    if (isWay(event.key)) {
      // The first key says where one is.
      onFocus(graph.nodes[place === null ? now : nextNode(graph, layout, now, event.key)]!.id);
    } else if (event.key === 'Home') onFocus(around);
    else if (event.key === 'Enter') onOpen(graph.nodes[now]!.id);
    else if (event.key === '+' || event.key === '=') zoom(zoomStep);
    else if (event.key === '-' || event.key === '−') zoom(1 / zoomStep);
    else if (event.key === '0') change((_, of) => fitAll(layout, of));
    else return;
    event.preventDefault();
    event.stopPropagation();
  };
  const at = (event: PointerEvent) => {
    const { left, top } = event.currentTarget.getBoundingClientRect();
    return { x: event.clientX - left, y: event.clientY - top };
  };
  const two = (): readonly [Point, Point] | null => {
    const [one, other, another] = [...fingers.current.values()];
    return one && other && !another ? [one, other] : null;
  };
  const down = (event: PointerEvent) => {
    if (!view || event.button !== 0) return;
    event.currentTarget.setPointerCapture(event.pointerId);
    fingers.current.set(event.pointerId, at(event));
    const from = two();
    pinched.current = from && { from, view };
    dragged.current = fingers.current.size === 1 ? { ...at(event), view, moved: false } : null;
  };
  const move = (event: PointerEvent) => {
    if (!fingers.current.has(event.pointerId)) return;
    const { x, y } = at(event);
    fingers.current.set(event.pointerId, { x, y });
    const to = two();
    if (pinched.current && to) setView(pinch(pinched.current.view, pinched.current.from, to));
    const from = dragged.current;
    if (!from) return;
    if (Math.hypot(x - from.x, y - from.y) > still) from.moved = true;
    if (!from.moved) return;
    const { scale, left, top } = from.view;
    setView({ scale, left: left - (x - from.x) / scale, top: top - (y - from.y) / scale });
  };
  /** A finger that stays after two drags on from where it is, and chooses nothing. */
  const lifted = (event: PointerEvent) => {
    fingers.current.delete(event.pointerId);
    pinched.current = null;
    const [left] = fingers.current.values();
    dragged.current = left && fingers.current.size === 1 && view ? { ...left, view, moved: true } : null;
  };
  const up = (event: PointerEvent) => {
    const from = dragged.current;
    lifted(event);
    if (!from || from.moved || !view) return;
    const { x, y } = at(event);
    const found = nodeAt(layout, view, x, y);
    if (found !== null) onFocus(graph.nodes[found]!.id);
  };
  return (
    <div className="lineage-drawing">
      <div
        className="lineage-canvas"
        role="application"
        aria-label="Graph"
        aria-describedby={hint}
        // biome-ignore lint/a11y/noNoninteractiveTabindex: the graph takes keys, as one thing
        tabIndex={0}
        onKeyDown={pressed}
        onFocus={() => setRinged(true)}
        onBlur={() => setRinged(false)}
      >
        <canvas
          ref={canvas}
          onPointerDown={down}
          onPointerMove={move}
          onPointerUp={up}
          onPointerCancel={lifted}
        />
      </div>
      <p className="sr" aria-live="polite">
        {place === null ? '' : announced(graph, place)}
      </p>
      <div className="lineage-zoom">
        <Button small onClick={() => zoom(zoomStep)}>
          Larger
        </Button>
        <Button small onClick={() => zoom(1 / zoomStep)}>
          Smaller
        </Button>
        <Button small onClick={() => change((_, of) => fitAll(layout, of))}>
          All of it
        </Button>
      </div>
    </div>
  );
}
