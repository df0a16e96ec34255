import type { ConstantScope } from './constant-scope.ts';
import type { OnnxProblem, OnnxProblemCode } from './onnx-inspection.ts';
import type { OnnxNode, OnnxTensorData } from './onnx-model.ts';

/** Operators that draw random numbers: another output in each run, with a `seed` too, because the generator moves on. */
const RANDOM: ReadonlySet<string> = new Set([
  'RandomNormal',
  'RandomNormalLike',
  'RandomUniform',
  'RandomUniformLike',
  'Multinomial',
  'Bernoulli',
  // com.microsoft
  'Sampling',
  'BiasDropout',
  'BitmaskDropout',
  'BitmaskBiasDropout',
]);

type Finding = { code: OnnxProblemCode; message: string } | undefined;

const isFalse = (tensor: OnnxTensorData | undefined): boolean =>
  tensor !== undefined && tensor.rawData.length === 1 && tensor.rawData[0] === 0;

/** From opset 12 on a third input switches Dropout to training; only a constant false is known to leave it off. */
const trains = (node: OnnxNode, constants: ConstantScope): boolean => {
  const mode = node.input[2];
  return mode !== undefined && mode !== '' && !isFalse(constants.find(mode));
};

/** What a single operator has against being governed. `constants` are the values known in its graph, by name. */
export function judgeOperator(node: OnnxNode, constants: ConstantScope): Finding {
  if (RANDOM.has(node.opType))
    return {
      code: 'NOT_REPLAYABLE_RANDOM_OPERATOR',
      message: `${node.opType} gives another output in each run`,
    };
  if (node.opType === 'Dropout' && trains(node, constants))
    return {
      code: 'NOT_REPLAYABLE_RANDOM_OPERATOR',
      message: 'Dropout may run in training mode, which is random',
    };
  if (node.opType === 'ZipMap')
    return { code: 'ZIPMAP_OUTPUT', message: 'ZipMap gives a sequence of maps: export the model without it' };
  if (node.opType === 'StringNormalizer') {
    const locale = node.attribute.find(({ name }) => name === 'locale');
    if (locale && Buffer.from(locale.s).toString('latin1') !== 'C')
      return { code: 'LOCALE_DEPENDENT', message: 'StringNormalizer must be exported with the locale "C"' };
  }
  return undefined;
}

/** Weights in another file are neither stored nor hashed with the model. */
export const judgeTensor = (tensor: OnnxTensorData, path: string): OnnxProblem[] =>
  tensor.dataLocation !== 0 || tensor.externalData.length > 0
    ? [
        {
          code: 'EXTERNAL_DATA',
          path,
          message: `the data of ${tensor.name || 'a tensor'} are in another file`,
        },
      ]
    : [];
