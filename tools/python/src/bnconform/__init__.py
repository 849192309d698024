# SPDX-License-Identifier: MIT
"""Tests Batch Normalization layers against what PyTorch specifies.

    import bnconform, torch
    result = bnconform.check(torch.nn.BatchNorm2d)
    print(result)

Every verdict is computed by the executable `bnconform`; this package puts the cases to Python code.
"""

from . import golden
from ._cases import Case, cases
from ._check import check
from ._executable import ExecutableError, executable
from ._explore import explore
from ._kit.bnconform_adapter import INFERENCE_ONLY, LayerError, Unsupported, serve
from ._result import CaseVerdict, Result
from ._target import TargetError

__version__ = "0.2.0"
__all__ = [
    "INFERENCE_ONLY", "Case", "CaseVerdict", "ExecutableError", "LayerError", "Result", "TargetError", "Unsupported",
    "cases", "check", "executable", "explore", "golden", "serve",
]
