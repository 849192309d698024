// SPDX-License-Identifier: MIT

/// How to read the page, for those who see one for the first time.
enum ReadingSection {
  static let markup: Markup = """
    <section id="reading"><h2>How to read this</h2>
    <dl>
    <dt>share</dt><dd>The largest error of a tensor as a share of the allowed error. Up to 1 passes; passing cases report it \
    too. The bound is computed from the data of the case: every sound order of summation stays within it, a wrong formula \
    does not.</dd>
    <dt>ULP</dt><dd>The number of representable values between the expected and the actual one.</dd>
    <dt>expected</dt><dd>The exact real-number result of PyTorch's rule, rounded once.</dd>
    <dt>colours</dt><dd>Green: as expected. Red: a failure that decides the exit code. Yellow: a failure in a case that is not \
    required, an expected failure, or an untrusted case. Each colour comes with a mark.</dd>
    <dt>likely</dt><dd>A known fault that reproduces every element of the answer within the allowed error.</dd>
    <dt>R20, R23, …</dt><dd>The rules of the specification that a case tests, with their text.</dd>
    <dt>level</dt><dd>Required cases decide the exit code, recommended ones only with --strict, informative ones never.</dd>
    <dt>➜ unsupported</dt><dd>The implementation cannot express the case. Not a failure if the adapter declares it.</dd>
    <dt>━ expected failure</dt><dd>On the list of known deviations, and failing as listed.</dd>
    <dt>? untrusted</dt><dd>Passed, but the bound is too loose to prove anything.</dd>
    </dl></section>
    """
}
