// SPDX-License-Identifier: MIT

import BatchNorm
import Differential
import FastBatchNorm
import Tensors

#if canImport(Glibc)
  import Glibc
#endif

@MainActor func check() {
var total = 0
let clock = ContinuousClock()
for regime in Regime.allCases {
  var compared = 0
  var bad = 0
  var spec = Duration.zero
  for (index, shape) in [[3, 8, 5], [2, 8, 700], [40, 8], [70, 8, 7, 7], [2, 8, 3000]].enumerated() {
    for seed in 0..<UInt64(2) {
      guard let s = try? Shape(shape) else { continue }
      let c = DifferentialCase(regime: regime, shape: s, seed: seed &* 77 &+ UInt64(index))
      let t = clock.now
      let a = c.results(.specified)
      spec += clock.now - t
      for k in [KernelChoice.avx2, .baseline] {
        for stress in [1.0, 1e5, 1e9, 1e16] {
          var settings = KernelSettings(kernels: k)
          settings.stress = stress
          let b = c.results(settings)
          if a.count != b.count { print("COUNT", regime, a.count, b.count) }
          for (p, q) in zip(a, b) {
            compared += p.tensor.count
            for o in 0..<p.tensor.count where p.tensor.bits(at: o) != q.tensor.bits(at: o) {
              bad += 1
              if bad < 5 { print(regime, shape, seed, k, stress, p.name, o, String(p.tensor.bits(at: o), radix: 16), String(q.tensor.bits(at: o), radix: 16), "x", c.input.bits(at: 0), "eps", c.configuration.eps, "ch", s.rank > 1 && p.tensor.count > 8 ? s.channel(ofOffset: o) : o) }
            }
          }
        }
      }
    }
  }
  total += compared
  print(regime, compared, bad, spec)
}
print(total)
}
check()
