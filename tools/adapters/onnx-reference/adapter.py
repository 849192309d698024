# SPDX-License-Identifier: MIT
"""A model of one BatchNormalization node (opset 15) in the reference evaluator of onnx, or in ONNX Runtime if named.

The node always scales and shifts; weight and bias that are None are fed as 1 and 0. The runtime keeps nothing: the old
averages are inputs, the new ones outputs.
"""

import os
import sys

import ml_dtypes
import numpy as np
import onnx
from onnx import helper, reference

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "python"))

from bnconform_adapter import serve  # noqa: E402
from foreign_layer import MODULE_ONLY, NO_CUMULATIVE, WITHOUT_GRADIENTS, ForeignLayer  # noqa: E402

RUNTIME = "onnxruntime" in sys.argv[1:]
KINDS = {"float16": onnx.TensorProto.FLOAT16, "bfloat16": onnx.TensorProto.BFLOAT16,
         "float32": onnx.TensorProto.FLOAT, "float64": onnx.TensorProto.DOUBLE}
NAMES = ("x", "scale", "bias", "mean", "var")


def model(config, rank, training):
    outputs = ("y", "new_mean", "new_var") if training else ("y",)
    node = helper.make_node("BatchNormalization", NAMES, outputs, epsilon=config.eps, momentum=1 - config.momentum,
                            training_mode=int(training))

    def value(name):
        own = name in ("x", "y")
        return helper.make_tensor_value_info(name, KINDS[config.input_type if own else config.parameter_type],
                                             [None] * (rank if own else 1))

    graph = helper.make_graph([node], "batchnorm", [value(name) for name in NAMES],
                              [value(name) for name in outputs])
    return helper.make_model(graph, opset_imports=[helper.make_opsetid("", 15)], ir_version=8)


def evaluate(proto, inputs):
    if not RUNTIME:
        return reference.ReferenceEvaluator(proto).run(None, inputs)
    import onnxruntime

    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = options.inter_op_num_threads = 1
    options.log_severity_level = 4
    session = onnxruntime.InferenceSession(proto.SerializeToString(), options, providers=["CPUExecutionProvider"])
    return session.run(None, inputs)


class Layer(ForeignLayer):
    def forward(self, x, training):
        kind = np.dtype(ml_dtypes.bfloat16 if self.config.parameter_type == "bfloat16" else self.config.parameter_type)
        channels, batch = x.shape[1], self.uses_batch(training)
        given = (self.weight, self.bias, self.mean, self.var)
        filled = [np.full(channels, default, kind) if value is None else value
                  for value, default in zip(given, (1, 0, 0, 1))]
        if training and self.tracks:
            self.counted()
        y, *new = evaluate(model(self.config, x.ndim, batch), dict(zip(NAMES, [x, *filled])))
        if training and self.tracks:
            self.mean, self.var = new
        return y


if __name__ == "__main__":
    np.seterr(all="ignore")
    limits = [*MODULE_ONLY, NO_CUMULATIVE, *WITHOUT_GRADIENTS,
              ("input_type=float64", "eps and momentum of the node are float32: other numbers than the case gives")]
    if RUNTIME:
        import onnxruntime

        serve(Layer, name="onnxruntime", version=onnxruntime.__version__, types=("float16", "float32"),
              unsupported=limits)
    else:
        serve(Layer, name="onnx-reference", version=onnx.__version__, types=("float16", "bfloat16", "float32"),
              unsupported=limits, bfloat16=ml_dtypes.bfloat16)
